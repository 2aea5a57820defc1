// The rollout stage: every problem of the step is answered in every tier.
import type { Problem, ResolvedReinforcement } from '@allot/spec';
import type { RolloutRow } from '@allot/store';
import { encodePrefill, problemsOfStep } from '@allot/tasks';
import type { Engine } from '../engine.js';
import { type Experiment, problemsOf } from '../experiment.js';
import { problemAddress } from './problem-address.js';
import { addReference } from './reference.js';
import { type ResponseRequest, type SamplingOptions, sampleResponses } from './sample-responses.js';

/** Rollouts of a step: by problem, then tier, then rollout. */
export async function rolloutStage(
  experiment: Experiment,
  settings: ResolvedReinforcement,
  engine: Engine,
  step: number,
  options: Pick<SamplingOptions, 'onProgress' | 'signal'> = {},
): Promise<readonly RolloutRow[]> {
  const { temperature, topP } = settings.training;
  const requests = rolloutRequests(experiment, settings, step);
  const rows = await sampleResponses(experiment, engine, requests, { ...options, temperature, topP });
  return addReference(settings, engine, rows);
}

/** What the step samples; random addresses are (step, problem, occurrence in the step, tier, rollout). */
export function rolloutRequests(
  experiment: Experiment,
  settings: ResolvedReinforcement,
  step: number,
): ResponseRequest[] {
  const { dataset, promptsPerStep } = settings.training;
  const problems = problemsOfStep(problemsOf(experiment, dataset), settings.seed, step, promptsPerStep);
  const prefills = settings.tiers.map(({ prefill, budget }) =>
    encodePrefill(prefill, budget, experiment.tokenizer),
  );
  const seen = new Map<string, number>();
  return problems.flatMap((problem) => {
    const occurrence = seen.get(problem.id) ?? 0;
    seen.set(problem.id, occurrence + 1);
    return groupRequests(settings, prefills, problem, step, occurrence);
  });
}

function groupRequests(
  settings: ResolvedReinforcement,
  prefills: readonly Int32Array[],
  problem: Problem,
  step: number,
  occurrence: number,
): ResponseRequest[] {
  const groupId = `${step}/${problem.id}${occurrence > 0 ? `/${occurrence}` : ''}`;
  const address = [step, problemAddress(problem.id), occurrence];
  const requests: ResponseRequest[] = [];
  for (const [tier, { budget, rollouts, cap }] of settings.tiers.entries()) {
    for (let index = 0; index < rollouts; index++) {
      requests.push({
        problem,
        key: { groupId, tier, budget, rollout: requests.length },
        prefill: prefills[tier] as Int32Array,
        cap,
        address: [...address, tier, index],
      });
    }
  }
  return requests;
}
