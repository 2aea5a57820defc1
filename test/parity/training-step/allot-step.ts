// A training step by Allot's own stages: rollouts of tokens that another sampled, scores, advantages, and what the update is given.

import type { Engine, RolloutSample, UpdateBatch } from '../../../packages/runtime/src/engine.js';
import type { Experiment } from '../../../packages/runtime/src/experiment.js';
import { advantageStage } from '../../../packages/runtime/src/stages/advantage.js';
import { alignToTargets } from '../../../packages/runtime/src/stages/loss-mask.js';
import { tierPlans } from '../../../packages/runtime/src/stages/response-plan.js';
import { sampleResponses } from '../../../packages/runtime/src/stages/sample-responses.js';
import { scoreStage } from '../../../packages/runtime/src/stages/score.js';
import { updateStage } from '../../../packages/runtime/src/stages/update.js';
import type { Plan, ResolvedReinforcement } from '../../../packages/spec/src/index.js';
import type { AdvantageRow, RolloutRow, ScoreRow } from '../../../packages/store/src/index.js';

/** What was sampled for a rollout of a problem. */
export interface StepAnswer {
  /** Row of the problem, and session in its group. */
  readonly row: number;
  readonly session: number;
  /** Behind the prefill. */
  readonly tokens: readonly number[];
  readonly logProbabilities: readonly number[];
}

export interface AllotStep {
  readonly rollouts: readonly RolloutRow[];
  readonly scores: readonly ScoreRow[];
  readonly advantages: readonly AdvantageRow[];
}

/** Rollouts, scores and advantages, in the order of the answers. */
export async function evaluateStep(
  experiment: Experiment,
  settings: ResolvedReinforcement,
  answers: readonly StepAnswer[],
  step: number,
): Promise<AllotStep> {
  const { tokenizer } = experiment;
  const plans = tierPlans(settings, tokenizer);
  const tierOf = settings.tiers.flatMap(({ rollouts }, tier) => Array<number>(rollouts).fill(tier));
  const problems = experiment.datasets.get(settings.training.dataset);
  if (!problems) throw new Error('the experiment has no training data');
  const requests = answers.map(({ row, session }) => {
    const tier = tierOf[session] as number;
    const budget = settings.tiers[tier]?.budget ?? 0;
    const problem = problems.at(row);
    return {
      ...(plans[tier] as (typeof plans)[number]),
      problem,
      key: { groupId: problem.id, tier, budget, rollout: session },
      address: [row, session],
    };
  });
  const stops = tokenizer.stopTokens;
  const canned: Pick<Engine, 'rollout'> = {
    rollout: (asked) =>
      Promise.resolve(
        asked.map(({ prefill }, index): RolloutSample => {
          const { tokens, logProbabilities } = answers[index] as StepAnswer;
          return {
            tokens: Int32Array.from([...prefill, ...tokens]),
            logProbabilities: Float32Array.from([...prefill].map(() => 0).concat(logProbabilities)),
            origins: Uint8Array.from([...prefill].map(() => 1).concat(tokens.map(() => 0))),
            finishReason: stops.includes(tokens.at(-1) as number) ? 'stop' : 'length',
          };
        }),
      ),
  };
  const rollouts = await sampleResponses(experiment, canned as Engine, requests, { temperature: 1, topP: 1 });
  const scores = await scoreStage(
    experiment,
    settings,
    step,
    rollouts,
    {},
    {
      ask: () => Promise.reject(new Error('there are no signals')),
    },
  );
  return { rollouts, scores, advantages: advantageStage(experiment, settings, step, rollouts, scores, {}) };
}

/** Log-probabilities of every response token, prefill included, of one row. */
export interface RowLogProbabilities {
  readonly old: readonly number[];
  readonly reference: readonly number[];
}

/** The batch that Allot's update hands its engine: weights, advantages and old log-probabilities of every target token. */
export async function updateBatch(
  { settings }: Pick<Plan, 'settings'>,
  { rollouts, scores, advantages }: AllotStep,
  given: readonly RowLogProbabilities[],
): Promise<UpdateBatch> {
  if (settings.kind !== 'reinforcement') throw new Error('the plan is supervised');
  const batches: UpdateBatch[] = [];
  const engine = {
    logProbabilities: () =>
      Promise.resolve(
        rollouts.map(({ promptTokens }, row) => alignToTargets(promptTokens.length, given[row]?.old ?? [])),
      ),
    update: (batch: UpdateBatch) => {
      batches.push(batch);
      const none = { trainedTokens: 0, clippedTokens: 0, entropy: 0, kl: 0 };
      return Promise.resolve({ loss: 0, gradientNorm: 0, ...none });
    },
  };
  const rows = rollouts.map((rollout, row) => ({
    ...rollout,
    logProbabilities: Float32Array.from(given[row]?.old ?? []),
    referenceLogProbabilities: Float32Array.from(given[row]?.reference ?? []),
  }));
  const step = { rollouts: rows, scores: [...scores], advantages: [...advantages] };
  const watch = { take: async () => true, decode: () => '' };
  await updateStage(settings, engine as unknown as Engine, 1, step, watch);
  const [batch, ...more] = batches;
  if (!batch || more.length > 0) throw new Error('the step is not one minibatch');
  return batch;
}
