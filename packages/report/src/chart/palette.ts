// Colours by meaning, as CSS custom properties: the page's style sheet gives them light and dark values.

export const palette = {
  card: 'var(--card)',
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  grid: 'var(--grid)',
  axis: 'var(--axis)',
  base: 'var(--base)',
  trained: 'var(--trained)',
  efficient: 'var(--efficient)',
} as const;

/** Colours of the ramp from the smallest budget to the largest. */
export const tierRampLength = 8;

export function tierColor(tier: number, tiers: number): string {
  const place = tiers < 2 ? 2 : Math.round((tier * (tierRampLength - 1)) / (tiers - 1));
  return `var(--tier-${Math.min(place, tierRampLength - 1)})`;
}

/** Colours of runs that are compared. */
export const runColor = (run: number): string => `var(--run-${run % 6})`;

export const modeColor = (mode: string): string =>
  mode === 'efficient' ? palette.efficient : palette.trained;
