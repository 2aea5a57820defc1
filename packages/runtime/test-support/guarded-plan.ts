// Guards that fire in the tiny run: the reward is low at the end of step 4, and of step 6.
import type { ResolvedAction, ResolvedGuard } from '@allot/spec';

export const lowReward = (action: ResolvedAction): ResolvedGuard => ({
  kind: 'range',
  name: 'low',
  metric: 'meanReward',
  atLeast: 0.38,
  window: 1,
  action,
});

/** Goes back from step 4 to 2 and twice from 6 to 4, each time with twice the learning rate, and is well then. */
export const rollbackGuards: readonly ResolvedGuard[] = [
  { kind: 'spending', name: 'dear', tokens: 1000, action: 'warn' },
  lowReward({ rollback: { learningRate: 2 }, most: 3 }),
];

/** Goes back once, from step 4 to 2, with four times the learning rate. */
export const oneRollback: readonly ResolvedGuard[] = [lowReward({ rollback: { learningRate: 4 }, most: 1 })];
