// Durations by the process clock.

/** Seconds since `performance.now()` gave `began`; 0 where the clock has been set back. */
export const secondsSince = (began: number): number => Math.max(0, (performance.now() - began) / 1000);
