// What an evaluation is of, by content: two with the same identity give the same trajectories.
import { type Json, type Plan, type Problem, type ResolvedEvaluation, sha256 } from '@allot/spec';
import type { EvaluationIdentity } from './evaluation-folder.js';
import { budgetPrefill } from './stages/evaluate.js';

/** What is evaluated, by content. */
export function identityOf(
  { settings }: Plan,
  { dataset, efficientPrefill, samplesPerProblem, temperature, topP, maxTokens }: ResolvedEvaluation,
  problems: readonly Problem[],
  parameters: Float32Array,
): EvaluationIdentity {
  const bytes = new Uint8Array(parameters.buffer, parameters.byteOffset, parameters.byteLength);
  const { response, environment, grading, seed } = settings;
  const prompt = settings.kind === 'reinforcement' ? settings.prompt : undefined;
  return {
    format: 1,
    policy: sha256(bytes),
    dataset: { name: dataset, problems: problems.length, sha256: sha256(JSON.stringify(problems)) },
    prompt: {
      text: prompt ?? null,
      response,
      budgetPrefill: budgetPrefill(settings),
      efficientPrefill,
    } as unknown as Json,
    environment: (environment ?? null) as unknown as Json,
    grading: (grading ?? { kind: 'exact' }) as unknown as Json,
    sampling: { seed, samplesPerProblem, temperature, topP, maxTokens },
  };
}
