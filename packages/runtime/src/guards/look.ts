// Every guard looks at the end of a step: pure, so that a resumed run sees what the whole one saw.
import type { ResolvedGuard } from '@allot/spec';
import { accuracyFloor, rewardHacking } from './accuracy.js';
import { entropyCollapse, explorationCollapse } from './collapse.js';
import type { Finding, Judge, View } from './finding.js';
import { answersWithoutThinking, outOfRange } from './range.js';
import { overspending } from './spending.js';
import { tierStarving } from './tier-starving.js';

const judges: { readonly [Kind in ResolvedGuard['kind']]: Judge<Kind> } = {
  'exploration-collapse': explorationCollapse,
  'tier-starving': tierStarving,
  'entropy-collapse': entropyCollapse,
  'answers-without-thinking': answersWithoutThinking,
  'reward-hacking': rewardHacking,
  'accuracy-floor': accuracyFloor,
  range: outOfRange,
  spending: overspending,
};

export interface Fired {
  readonly guard: ResolvedGuard;
  readonly finding: Finding;
}

/** Whether a guard has something to look at: one of evaluations only where there was one. */
export const looksAt = ({ kind }: ResolvedGuard, { memory, step }: Pick<View, 'memory' | 'step'>): boolean =>
  (kind !== 'accuracy-floor' && kind !== 'reward-hacking') || memory.evaluations.at(-1)?.step === step;

/** The guards that find something, in the definition's order. */
export const lookAt = (guards: readonly ResolvedGuard[], view: View): readonly Fired[] =>
  guards.flatMap((guard) => {
    if (!looksAt(guard, view)) return [];
    const finding = (judges[guard.kind] as Judge<ResolvedGuard['kind']>)(guard as never, view);
    return finding ? [{ guard, finding }] : [];
  });
