// The rollout stage: every problem of the step is answered in every tier.
import type { Memory, Problem, ResolvedReinforcement } from '@allot/spec';
import type { RolloutRow } from '@allot/store';
import { problemsOfStep } from '@allot/tasks';
import type { Engine } from '../engine.js';
import { type Experiment, problemsOf } from '../experiment.js';
import type { SignalPrograms } from '../signals/signal-programs.js';
import { cutRollouts } from './cut-rollouts.js';
import { problemAddress } from './problem-address.js';
import { addReference } from './reference.js';
import { type ResponsePlan, tierPlans } from './response-plan.js';
import { type ResponseRequest, type SamplingOptions, sampleResponses } from './sample-responses.js';
import { scoreStage } from './score.js';
import { trainedRows } from './trained-rows.js';

/**
 * Rollouts of a step, cut where the plan says so: by problem, then tier, then rollout. With a refill, rounds of further
 * problems follow until enough groups are kept; those of dropped groups stay among the rows. `memory` is that before the step.
 */
export async function rolloutStage(
  experiment: Experiment,
  settings: ResolvedReinforcement,
  engine: Engine,
  step: number,
  memory: Memory,
  options: Pick<SamplingOptions, 'onProgress' | 'signal'> = {},
): Promise<readonly RolloutRow[]> {
  const { temperature, topP, promptsPerStep, rolloutsPerPrompt } = settings.training;
  const mostRounds = settings.objective.groups?.refill?.mostRounds ?? 1;
  let rows: readonly RolloutRow[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const requests = rolloutRequests(experiment, settings, step, round);
    const sampled = await sampleResponses(experiment, engine, requests, { ...options, temperature, topP });
    const cut = await cutRollouts(experiment, settings, step, sampled, memory);
    rows = [...rows, ...(await addReference(settings, engine, cut))];
    if (round + 1 === mostRounds) break;
    const scores = await scoreStage(experiment, settings, step, rows, memory, noPrograms);
    if (trainedRows(settings, rows, scores).length === promptsPerStep * rolloutsPerPrompt) break;
  }
  return rows;
}

/** Plans with signals have no refill. */
const noPrograms: Pick<SignalPrograms, 'ask'> = {
  ask: () => Promise.reject(new Error('a plan with signals has a refill')),
};

/**
 * What a round of the step samples; random addresses are (step, problem, occurrence in the step, tier, rollout). Round r
 * has the prompts of step + r * steps, a step that is never reached.
 */
export function rolloutRequests(
  experiment: Experiment,
  settings: ResolvedReinforcement,
  step: number,
  round = 0,
): ResponseRequest[] {
  const { steps, seed, training } = settings;
  const dataset = problemsOf(experiment, training.dataset);
  const plans = tierPlans(settings, experiment.tokenizer);
  const seen = new Map<string, number>();
  const rounds = Array.from({ length: round + 1 }, (_, index) =>
    problemsOfStep(dataset, seed, step + index * steps, training.promptsPerStep).map((problem) => {
      const occurrence = seen.get(problem.id) ?? 0;
      seen.set(problem.id, occurrence + 1);
      return { problem, occurrence };
    }),
  );
  return (rounds.at(-1) ?? []).flatMap(({ problem, occurrence }) =>
    groupRequests(settings, plans, problem, step, occurrence),
  );
}

function groupRequests(
  settings: ResolvedReinforcement,
  plans: readonly ResponsePlan[],
  problem: Problem,
  step: number,
  occurrence: number,
): ResponseRequest[] {
  const groupId = `${step}/${problem.id}${occurrence > 0 ? `/${occurrence}` : ''}`;
  const address = [step, problemAddress(problem.id), occurrence];
  const requests: ResponseRequest[] = [];
  for (const [tier, { budget, rollouts }] of settings.tiers.entries()) {
    for (let index = 0; index < rollouts; index++) {
      requests.push({
        ...(plans[tier] as ResponsePlan),
        problem,
        key: { groupId, tier, budget, rollout: requests.length },
        address: [...address, tier, index],
      });
    }
  }
  return requests;
}
