// The rule by which a claim of the paper is judged, written down before the results were looked at.
import type { Claim, ClaimPart } from './claim.js';
import type { Estimate, Interval } from './contrast.js';
import type { MiniatureResults } from './miniature-results.js';

export type Judgement = 'holds' | 'fails' | 'open';

export interface Judged {
  readonly claim: Claim;
  readonly judgement: Judgement;
  /** What was measured, one for each part of the claim; none where an arm is missing. */
  readonly parts: readonly ClaimPart[];
  /** Why it cannot be judged, where that is not for its intervals. */
  readonly because?: string;
}

/** Fewest seeds of every arm of a claim. */
const fewestSeeds = 3;

/**
 * A part holds when both of its intervals, over problems and over seeds, lie above 0; it fails when both lie below. A claim
 * holds when all of its parts hold, fails when one of them fails, and cannot be judged otherwise, nor with fewer than three seeds.
 */
export function judgeClaim(claim: Claim, results: MiniatureResults): Judged {
  const missing = claim.arms.filter((name) => !results.arms.some((arm) => arm.name === name));
  if (missing.length > 0)
    return { claim, judgement: 'open', parts: [], because: `not run yet: ${missing.join(', ')}` };
  const parts = claim.parts(results);
  const few = results.arms
    .filter(({ name, seeds }) => claim.arms.includes(name) && seeds.length < fewestSeeds)
    .map(({ title, seeds }) => `${title} has ${seeds.length} of ${fewestSeeds} seeds`);
  if (few.length > 0) return { claim, judgement: 'open', parts, because: few.join(', ') };
  const each = parts.map(({ estimate }) => judgePart(estimate));
  const judgement = each.includes('fails')
    ? 'fails'
    : each.every((one) => one === 'holds')
      ? 'holds'
      : 'open';
  return { claim, judgement, parts };
}

export function judgePart({ problems, seeds }: Estimate): Judgement {
  if (seeds === undefined) return 'open';
  const both: readonly Interval[] = [problems, seeds];
  if (both.every(([low]) => low > 0)) return 'holds';
  return both.every(([, high]) => high < 0) ? 'fails' : 'open';
}
