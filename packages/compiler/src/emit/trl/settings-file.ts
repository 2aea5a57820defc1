// allot_trl/settings.json: what TRL's configuration has no key for, as allot_trl/settings.py reads it.
import type { ResolvedReinforcement } from '@allot/spec';
import type { BatchShares } from './batch-shares.js';

export function settingsFile(
  { objective, response, training, evaluation, optimizer, steps }: ResolvedReinforcement,
  { updates }: BatchShares,
) {
  const { kind, warmupSteps, decayFrom, floor } = optimizer.schedule;
  return {
    aggregation: objective.aggregation,
    max_tokens: response.maxTokens,
    old_from_sampler: objective.oldLogProbabilities === 'sampler' && !response.prefillInLoss,
    updates_per_step: updates,
    training: { temperature: training.temperature, top_p: training.topP },
    evaluation: { temperature: evaluation?.temperature ?? 1, top_p: evaluation?.topP ?? 1 },
    schedule: {
      kind,
      warmup_steps: warmupSteps,
      decay_from: decayFrom,
      floor,
      total: steps * updates,
    },
  };
}
