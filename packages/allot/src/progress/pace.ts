// How fast a run goes, and so how long it still takes.

export interface Pace {
  /** Tells that a step took so many seconds. */
  step(seconds: number): void;
  /** Seconds for so many more steps; undefined before the first. */
  secondsFor(steps: number): number | undefined;
}

/** Smooths over about the last twenty steps, so that lengths that change are followed. */
export function createPace(): Pace {
  let mean: number | undefined;
  return {
    step: (seconds) => {
      mean = mean === undefined ? seconds : mean + (seconds - mean) / 20;
    },
    secondsFor: (steps) => (mean === undefined ? undefined : mean * steps),
  };
}
