// What is found out about a shape without training anything.
import type { ShapeCurves } from '@allot/report';
import type { Severity } from '@allot/spec';
import { count } from '../cli/numbers.js';

export interface ShapeFinding {
  readonly severity: Severity;
  readonly message: string;
}

/** Where tiers change places, for right answers; nothing to say where every tier has the same curve. */
export function findingsOf({ setting, curves, crossings }: ShapeCurves): readonly ShapeFinding[] {
  const { budgets, lMax } = setting;
  if (curves.filter(({ tier, correct }) => correct && tier !== undefined).length < 2) return [];
  if (crossings.length === 0)
    return [
      {
        severity: 'info',
        message: `No two tiers change places between 0 and ${count(lMax)} tokens: the same budget is worth most at every length.`,
      },
    ];
  return crossings.map(({ tiers: [before, after], tokens }): ShapeFinding => {
    const last = count(Math.floor(tokens));
    return {
      severity: 'info',
      message: `Up to ${last} tokens a right answer is worth more in budget ${budgets[before]} than in ${budgets[after]}, from there on less.`,
    };
  });
}
