// The update stage: one optimizer step a minibatch of whole groups.
import { type ResolvedReinforcement, tokenWeights } from '@allot/spec';
import type { AdvantageRow, RolloutRow } from '@allot/store';
import type { Engine, UpdateSequence } from '../engine.js';
import { learningRate, optimizerSteps } from '../learning-rate.js';
import { alignToTargets, concatTokens, lossMask } from './loss-mask.js';
import { optimizerStep, type StepUpdate, sumUpdates } from './step-update.js';

/** Trains on the step's trajectories; `advantages` stand in the order of the rollouts. */
export async function updateStage(
  settings: ResolvedReinforcement,
  engine: Engine,
  step: number,
  rollouts: readonly RolloutRow[],
  advantages: readonly AdvantageRow[],
): Promise<StepUpdate> {
  const { training, objective, optimizer } = settings;
  const old = await oldLogProbabilities(settings, engine, rollouts);
  const { perStep, total } = optimizerSteps(settings);
  const updates: StepUpdate[] = [];
  for (const [index, [from, to]] of minibatches(rollouts, training.promptsPerMinibatch).entries()) {
    const rate = learningRate(optimizer, (step - 1) * perStep + index, total);
    const result = await engine.update({
      objective: 'policy-gradient',
      sequences: updateSequences(settings, rollouts, advantages, old, from, to),
      tokensPerMicrobatch: training.tokensPerMicrobatch,
      temperature: training.temperature,
      clipLow: objective.clipLow,
      clipHigh: objective.clipHigh,
      optimizer: optimizerStep(optimizer, rate),
    });
    updates.push({ ...result, learningRate: rate });
  }
  return sumUpdates(updates);
}

/**
 * Over the targets of each prompt + response. The sampler's are 0 at prefill tokens, so a policy that is trained
 * on its prefill has them recomputed.
 */
async function oldLogProbabilities(
  { objective, response, training }: ResolvedReinforcement,
  engine: Engine,
  rollouts: readonly RolloutRow[],
): Promise<Float32Array[]> {
  if (objective.oldLogProbabilities === 'sampler' && !response.prefillInLoss) {
    return rollouts.map(({ promptTokens, logProbabilities }) =>
      alignToTargets(promptTokens.length, logProbabilities),
    );
  }
  const sequences = rollouts.map(({ promptTokens, responseTokens }) =>
    concatTokens(promptTokens, responseTokens),
  );
  return engine.logProbabilities(sequences, training.temperature);
}

/** Row ranges [from, to) of minibatches: whole groups, `groups` of them each. */
export function minibatches(
  rollouts: readonly Pick<RolloutRow, 'groupId'>[],
  groups: number,
): (readonly [from: number, to: number])[] {
  const starts = rollouts.flatMap(({ groupId }, row) =>
    groupId === rollouts[row - 1]?.groupId ? [] : [row],
  );
  const ranges: [number, number][] = [];
  for (let group = 0; group < starts.length; group += groups) {
    ranges.push([starts[group] as number, starts[group + groups] ?? rollouts.length]);
  }
  return ranges;
}

function updateSequences(
  { objective, response }: ResolvedReinforcement,
  rollouts: readonly RolloutRow[],
  advantages: readonly AdvantageRow[],
  old: readonly Float32Array[],
  from: number,
  to: number,
): UpdateSequence[] {
  const rows = rollouts.slice(from, to);
  const masks = rows.map(({ tokenOrigins }) => lossMask(tokenOrigins, response));
  const weights = tokenWeights(objective.aggregation, masks, { normalizer: response.maxTokens });
  return rows.map(({ promptTokens, responseTokens }, index) => {
    const tokens = concatTokens(promptTokens, responseTokens);
    const advantage = (advantages[from + index] as AdvantageRow).advantage;
    return {
      tokens,
      weights: alignToTargets(promptTokens.length, weights[index] as Float32Array),
      advantages: new Float32Array(tokens.length - 1).fill(advantage),
      oldLogProbabilities: old[from + index] as Float32Array,
    };
  });
}
