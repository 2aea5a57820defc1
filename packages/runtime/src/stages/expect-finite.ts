// A reward or advantage that is no finite number would spoil the weights: it ends the run before the update.
import type { Rollout } from '@allot/spec';
import { report } from '../catalog.js';
import { RunFailure } from '../run-failure.js';

/** Values stand in the order of the rollouts. Throws a RunFailure that names the first trajectory with none. */
export function expectFinite(
  what: 'reward' | 'advantage',
  values: Float64Array,
  rollouts: readonly Rollout[],
): void {
  const row = values.findIndex((value) => !Number.isFinite(value));
  if (row < 0) return;
  const { problemId, budget, tokens, groupId } = rollouts[row] as Rollout;
  const count = values.filter((value) => !Number.isFinite(value)).length;
  throw new RunFailure([
    report('run/shape-not-finite', {
      what,
      value: String(values[row]),
      problem: problemId,
      budget,
      tokens,
      group: groupId,
      count,
    }),
  ]);
}
