// The update stage: one optimizer step a minibatch of whole groups.
import { type ResolvedReinforcement, tokenWeights } from '@allot/spec';
import type { AdvantageRow, RolloutRow, ScoreRow } from '@allot/store';
import type { Tokenizer } from '@allot/tasks';
import type { Engine, UpdateSequence } from '../engine.js';
import { learningRate, optimizerSteps } from '../learning-rate.js';
import type { Suspect, TakeUpdate } from '../not-finite.js';
import type { StepRows } from '../step-files.js';
import { klCovCoefficients } from './kl-cov.js';
import { alignToTargets, concatTokens, lossMask } from './loss-mask.js';
import { oldLogProbabilities } from './old-log-probabilities.js';
import { optimizerStep, type StepUpdate, sumUpdates } from './step-update.js';
import { groupRanges, trainedRows } from './trained-rows.js';

/** Who decides whether an optimizer step was taken, and how tokens are shown to people. */
export interface UpdateWatch {
  readonly take: TakeUpdate;
  readonly decode: Tokenizer['decode'];
}

/** Trains on those of the step's trajectories that make part of the update. */
export async function updateStage(
  settings: ResolvedReinforcement,
  engine: Engine,
  step: number,
  { rollouts: all, scores, advantages: allAdvantages }: StepRows,
  { take, decode }: UpdateWatch,
): Promise<StepUpdate> {
  const { training, objective, optimizer } = settings;
  const trained = trainedRows(settings, all, scores);
  const rollouts = trained.map((row) => all[row] as RolloutRow);
  const advantages = trained.map((row) => allAdvantages[row] as AdvantageRow);
  const { old, mismatch } = await oldLogProbabilities(settings, engine, rollouts);
  const { perStep, total } = optimizerSteps(settings);
  const updates: StepUpdate[] = [];
  let skipped = 0;
  for (const [index, [from, to]] of groupRanges(rollouts, training.promptsPerMinibatch).entries()) {
    const sequences = updateSequences(settings, rollouts, advantages, old, from, to);
    if (!sequences.some(({ weights }) => weights.some((weight) => weight !== 0))) continue;
    const rate = learningRate(optimizer, (step - 1) * perStep + index, total);
    const result = await engine.update({
      objective: 'policy-gradient',
      sequences: await withKlCov(settings, engine, sequences, updates.length > 0),
      tokensPerMicrobatch: training.tokensPerMicrobatch,
      temperature: training.temperature,
      clipLow: objective.clipLow,
      clipHigh: objective.clipHigh,
      ...(objective.dualClip !== undefined && { dualClip: objective.dualClip }),
      ...(objective.entropyBonus > 0 && { entropyBonus: objective.entropyBonus }),
      ...(objective.kl?.in === 'loss' && { klCoefficient: objective.kl.coefficient }),
      optimizer: optimizerStep(optimizer, rate),
    });
    const suspects = () =>
      trained
        .slice(from, to)
        .map((row) => suspectOf(index + 1, all[row], scores[row], allAdvantages[row], decode));
    if (await take(result, suspects)) updates.push({ ...result, learningRate: rate });
    else skipped++;
  }
  return { ...sumUpdates(updates), ...(skipped > 0 && { skipped }), ...(mismatch && { mismatch }) };
}

function suspectOf(
  minibatch: number,
  rollout: RolloutRow | undefined,
  score: ScoreRow | undefined,
  advantage: AdvantageRow | undefined,
  decode: UpdateWatch['decode'],
): Suspect {
  if (!rollout || !score || !advantage) throw new RangeError('rows of a step are not of one length');
  const { problemId, groupId, budget, tokens, finishReason, promptTokens, responseTokens } = rollout;
  return {
    minibatch,
    problem: problemId,
    group: groupId,
    rollout: rollout.rollout,
    budget,
    tokens,
    finishReason,
    reward: score.reward,
    advantage: advantage.advantage,
    prompt: decode(promptTokens),
    response: decode(responseTokens),
  };
}

/** The old policy is the current one until the first optimizer step of a training step. */
async function withKlCov(
  { objective: { klCov }, training }: ResolvedReinforcement,
  engine: Engine,
  sequences: readonly UpdateSequence[],
  moved: boolean,
): Promise<readonly UpdateSequence[]> {
  if (!klCov) return sequences;
  const current = moved
    ? await engine.logProbabilities(
        sequences.map(({ tokens }) => tokens),
        training.temperature,
      )
    : sequences.map(({ oldLogProbabilities: old }) => old);
  const coefficients = klCovCoefficients(klCov, sequences, current);
  return sequences.map((sequence, index) => ({
    ...sequence,
    klCovCoefficients: coefficients[index] as Float32Array,
  }));
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
  const masks = rows.map(({ tokenOrigins, finishReason }) =>
    objective.maskTruncated && finishReason === 'length'
      ? new Uint8Array(tokenOrigins.length)
      : lossMask(tokenOrigins, response),
  );
  const weights = tokenWeights(objective.aggregation, masks, { normalizer: response.maxTokens });
  return rows.map(({ promptTokens, responseTokens, referenceLogProbabilities }, index) => {
    const tokens = concatTokens(promptTokens, responseTokens);
    const { advantage, tokenAdvantages } = advantages[from + index] as AdvantageRow;
    return {
      tokens,
      weights: alignToTargets(promptTokens.length, weights[index] as Float32Array),
      advantages: tokenAdvantages
        ? alignToTargets(promptTokens.length, tokenAdvantages)
        : new Float32Array(tokens.length - 1).fill(advantage),
      oldLogProbabilities: old[from + index] as Float32Array,
      ...(objective.kl?.in === 'loss' && {
        referenceLogProbabilities: alignToTargets(
          promptTokens.length,
          referenceLogProbabilities as Float32Array,
        ),
      }),
    };
  });
}
