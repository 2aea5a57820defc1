// The settings that training goes on with after rollbacks.
import type { GuardMemory, ResolvedReinforcement, RollbackChange } from '@allot/spec';

/** The plan's settings with the change of every rollback so far, in order. */
export const settingsNow = (
  settings: ResolvedReinforcement,
  guards: Pick<GuardMemory, 'rollbacks'> | undefined,
): ResolvedReinforcement =>
  (guards?.rollbacks ?? []).reduce((now, { change }) => changed(now, change), settings);

function changed(
  settings: ResolvedReinforcement,
  { learningRate = 1, maxGradientNorm = 1, entropyBonus = 1, kl = 1 }: RollbackChange,
): ResolvedReinforcement {
  const { optimizer, objective } = settings;
  return {
    ...settings,
    optimizer: {
      ...optimizer,
      learningRate: optimizer.learningRate * learningRate,
      maxGradientNorm: optimizer.maxGradientNorm * maxGradientNorm,
    },
    objective: {
      ...objective,
      entropyBonus: objective.entropyBonus * entropyBonus,
      ...(objective.kl && { kl: { ...objective.kl, coefficient: objective.kl.coefficient * kl } }),
    },
  };
}
