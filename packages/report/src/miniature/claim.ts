// A claim of a paper, and the sums of measured numbers that decide about it.
import { contrast, type Estimate } from './contrast.js';
import type { ArmResults, Measured, MiniatureResults } from './miniature-results.js';

export interface Claim {
  /** What the paper says, with its numbers. */
  readonly text: string;
  /** What must be so here for it to hold. */
  readonly here: string;
  /** Names of the arms that it is about. */
  readonly arms: readonly string[];
  /** Each is above 0 where the claim holds. */
  readonly parts: (results: MiniatureResults) => readonly ClaimPart[];
}

export interface ClaimPart {
  readonly text: string;
  readonly unit: Unit;
  readonly estimate: Estimate;
}

/** `points` are shares, shown as percentage points. */
export type Unit = 'points' | 'tokens' | 'count';

/** Finds a number of an arm. */
export type Look = (arm: ArmResults) => Measured | undefined;

/** The weighted sum of numbers of arms, plus a constant. */
export const sum = (
  results: MiniatureResults,
  terms: readonly (readonly [weight: number, arm: string, look: Look])[],
  constant = 0,
): Estimate =>
  contrast(
    terms.map(([weight, arm, look]) => ({ weight, of: found(results, arm, look) })),
    constant,
  );

/** The first less the second, plus a constant. */
export const less = (
  results: MiniatureResults,
  [first, firstLook]: readonly [arm: string, look: Look],
  [second, secondLook]: readonly [arm: string, look: Look],
  constant = 0,
): Estimate =>
  sum(
    results,
    [
      [1, first, firstLook],
      [-1, second, secondLook],
    ],
    constant,
  );

function found({ arms }: MiniatureResults, name: string, look: Look): Measured {
  const arm = arms.find((one) => one.name === name);
  const measured = arm && look(arm);
  if (measured === undefined) throw new Error(`The results have no such number of ${name}.`);
  return measured;
}

export const points = (text: string, estimate: Estimate): ClaimPart => ({ text, unit: 'points', estimate });
export const inTokens = (text: string, estimate: Estimate): ClaimPart => ({ text, unit: 'tokens', estimate });
