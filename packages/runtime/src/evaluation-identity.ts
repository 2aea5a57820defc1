// What an evaluation is of, by content: two with the same identity give the same trajectories.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Json, type Plan, type Problem, type ResolvedEvaluation, sha256 } from '@allot/spec';
import { hashFile, type PolicyFolders, policyFolders } from '@allot/store';
import type { EvaluationIdentity } from './evaluation-folder.js';
import { budgetPrefill } from './stages/evaluate.js';

/** What is evaluated, by content. */
export async function identityOf(
  { settings, engine }: Plan,
  { dataset, efficientPrefill, samplesPerProblem, temperature, topP, maxTokens }: ResolvedEvaluation,
  problems: readonly Problem[],
  model: string,
): Promise<EvaluationIdentity> {
  const { response, environment, grading, seed } = settings;
  const prompt = settings.kind === 'reinforcement' ? settings.prompt : undefined;
  return {
    format: 1,
    policy: await digestOf(policyFolders(model), settings),
    engine: engine.name,
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

/** sha256 over the files of weights, and over what an adapter is and belongs to. */
async function digestOf({ policy, adapter }: PolicyFolders, settings: Plan['settings']): Promise<string> {
  const base = await weightsOf(policy);
  if (adapter === undefined) return sha256(JSON.stringify(base));
  return sha256(JSON.stringify([base, settings.policy.lora, await weightsOf(adapter)]));
}

/** Names and sha256 of a folder's files of weights. */
async function weightsOf(model: string): Promise<readonly (readonly [string, string])[]> {
  const names = (await readdir(model)).filter((name) => name.endsWith('.safetensors')).sort();
  return Promise.all(
    names.map(async (name) => [name, (await hashFile(path.join(model, name))).sha256] as const),
  );
}
