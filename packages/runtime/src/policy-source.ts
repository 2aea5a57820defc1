// Where a policy comes from: files, from which an engine reads it by itself or flat vectors are read, or the seed.
import type { EmittedEngine, Phase, Plan } from '@allot/spec';
import {
  checkpointFiles,
  digestWeights,
  openWeights,
  policyFolders,
  readCheckpoint,
  readMergedPolicy,
} from '@allot/store';
import { report } from './catalog.js';
import type { PolicyState, StoredPolicy } from './engine.js';
import { drawWeights } from './initial-weights.js';

export interface PolicySource {
  readonly optimizerStep: number;
  /** The files that hold it; absent: there are none. */
  readonly stored?: StoredPolicy;
  /** Its flat vectors, read anew each time, so that nobody else holds on to them. */
  readonly read: () => Promise<Phase<PolicyState>>;
}

/** The base policy: the planned model folder, which must be what it was, or weights drawn from the seed. */
export async function basePolicySource(
  { settings, sources }: Plan,
  manifest: EmittedEngine,
): Promise<Phase<PolicySource>> {
  if (sources.model === undefined) {
    const read = async (): Promise<Phase<PolicyState>> => [
      untrained(drawWeights(manifest, settings.seed)),
      [],
    ];
    return [{ optimizerStep: 0, read }, []];
  }
  const { config, weightsDigest } = settings.policy;
  const [tensors, problems] = await openWeights(sources.model);
  if (!tensors) return [undefined, problems];
  const [digest, unfit] = await digestWeights(sources.model, tensors, config);
  if (digest === undefined) return [undefined, unfit];
  if (digest !== weightsDigest) {
    return [undefined, [report('run/inputs-changed', { what: 'The model', file: sources.model })]];
  }
  return [modelSource(sources.model, manifest), []];
}

/** The policy of a model folder, or of that of a checkpoint, as before any step. */
export const modelSource = (folder: string, { parameters: layout }: EmittedEngine): PolicySource => ({
  optimizerStep: 0,
  stored: { ...policyFolders(folder), optimizerStep: 0 },
  read: async () => {
    const [parameters, problems] = await readMergedPolicy(policyFolders(folder), layout);
    return parameters ? [untrained(parameters), []] : [undefined, problems];
  },
});

/** The policy of a checkpoint folder. */
export const checkpointSource = (
  folder: string,
  { parameters: layout }: EmittedEngine,
  optimizerStep: number,
): PolicySource => ({
  optimizerStep,
  stored: {
    ...policyFolders(checkpointFiles(folder).policy),
    optimizer: checkpointFiles(folder).optimizer,
    optimizerStep,
  },
  read: async () => {
    const [checkpoint, problems] = await readCheckpoint(folder, layout);
    if (!checkpoint) return [undefined, problems];
    const { state: _, ...vectors } = checkpoint;
    return [{ ...vectors, optimizerStep }, []];
  },
});

const untrained = (parameters: Float32Array): PolicyState => {
  const zeros = (): Float32Array => new Float32Array(parameters.length);
  return { parameters, firstMoment: zeros(), secondMoment: zeros(), optimizerStep: 0 };
};
