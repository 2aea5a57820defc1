// A policy and its optimizer as files that the worker reads.
import { join } from 'node:path';
import type { EmittedTorch } from '@allot/spec';
import { writeModelFolder, writeMoments } from '@allot/store';
import type { PolicyState, StoredPolicy } from '../../engine.js';

/** Puts a state into files below `folder`, unless it lies in files already. */
export async function storeState(
  folder: string,
  manifest: EmittedTorch,
  state: PolicyState | StoredPolicy,
): Promise<StoredPolicy> {
  if ('policy' in state) return state;
  const { parameters, ...moments } = state;
  const policy = await storePolicy(folder, manifest, parameters);
  const { optimizerStep } = moments;
  if (optimizerStep === 0) return { policy, optimizerStep };
  const optimizer = join(folder, 'optimizer.safetensors');
  await writeMoments(optimizer, manifest.parameters, moments);
  return { policy, optimizer, optimizerStep };
}

/** The folder of a policy of these parameters, made below `folder`. */
export async function storePolicy(
  folder: string,
  { config, parameters: layout }: EmittedTorch,
  parameters: Float32Array,
): Promise<string> {
  const policy = join(folder, 'policy');
  await writeModelFolder(policy, { config, layout, parameters, extras: {} });
  return policy;
}
