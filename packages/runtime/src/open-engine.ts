// Opens the engine that a plan's stages were emitted for, with a policy from where it lies.
import { type BatchSizes, type EmittedEngine, hasErrors, type Phase, type Plan } from '@allot/spec';
import type { Engine, EngineOptions, PolicyState, StoredPolicy } from './engine.js';
import { reportEngine } from './engines/engine-catalog.js';
import { openOnnxEngine } from './engines/onnx/open-engine.js';
import { openTorchEngine } from './engines/torch/open-engine.js';
import type { EngineChoice, RuntimeHost } from './outcome.js';
import type { PolicySource } from './policy-source.js';
import { RunFailure } from './run-failure.js';

export interface EnginePlace {
  readonly plan: Plan;
  readonly folder: string;
  readonly manifest: EmittedEngine;
  readonly host: RuntimeHost;
  readonly onWarning: NonNullable<EngineOptions['onWarning']>;
  /** What the run has picked on this device before. */
  readonly sizes?: BatchSizes;
}

export async function openEngine(
  { plan, folder, manifest, host, onWarning, sizes }: EnginePlace,
  policy: PolicySource,
  base?: PolicySource,
): Promise<Phase<Engine>> {
  const { device, workers, python, processes, sampler, deterministic } = plan.engine;
  const common = {
    folder,
    device,
    workers,
    onWarning,
    ...(python !== undefined && { python }),
    ...(processes !== undefined && { processes }),
    ...(sampler !== undefined && { sampler }),
    ...(deterministic !== undefined && { deterministic }),
  };
  if (manifest.engine === 'torch' && !host.openEngine) {
    const [given, problems] = await readBoth(policy, base, filesOrVectors);
    if (!given) return [undefined, problems];
    const { state, reference } = given;
    const other = reference && ('policy' in reference ? reference : reference.parameters);
    return openTorchEngine({
      ...common,
      manifest,
      state,
      picksMicrobatch: plan.origins['training.tokensPerMicrobatch']?.from === 'default',
      ...(sizes && { sizes }),
      ...(other && { reference: other }),
    });
  }
  const [given, problems] = await readBoth(policy, base, (source) => source.read());
  if (!given) return [undefined, problems];
  const { state, reference } = given;
  const vectors = { ...common, state, ...(reference && { reference: reference.parameters }) };
  if (host.openEngine) return host.openEngine({ ...vectors, manifest });
  if (manifest.engine === 'onnx') return openOnnxEngine({ ...vectors, manifest });
  throw new Error(`nothing opens the engine ${manifest.engine}`);
}

/** Settings that only one engine reads. */
const owners = { workers: 'onnx', python: 'torch', processes: 'torch' } as const;

/**
 * The plan with another engine; the origin of what was chosen is the choice. Throws a RunFailure where something was chosen that
 * the engine does not read; what is in the plan for the engine it was made for may stay.
 */
export function withEngine(plan: Plan, choice: EngineChoice = {}): Plan {
  const engine = { ...plan.engine, ...choice };
  const unread = Object.entries(owners).filter(([name, owner]) => name in choice && owner !== engine.name);
  if (unread.length > 0)
    throw new RunFailure(
      unread.map(([name, owner]) => reportEngine('engine/unread-flag', { name, owner, engine: engine.name })),
    );
  const origins = Object.keys(choice).map(
    (name) => [`engine.${name}`, { from: 'flag', flag: `--${name}` }] as const,
  );
  return { ...plan, engine, origins: { ...plan.origins, ...Object.fromEntries(origins) } };
}

/** What an engine that reads files by itself is given. */
const filesOrVectors = async ({ stored, read }: PolicySource): Promise<Phase<PolicyState | StoredPolicy>> =>
  stored ? [stored, []] : read();

async function readBoth<T>(
  policy: PolicySource,
  base: PolicySource | undefined,
  read: (source: PolicySource) => Promise<Phase<T>>,
): Promise<Phase<{ readonly state: T; readonly reference?: T }>> {
  const [state, problems] = await read(policy);
  if (state === undefined) return [undefined, problems];
  if (base === undefined) return [{ state }, problems];
  const [reference, more] = await read(base);
  const all = [...problems, ...more];
  return reference === undefined || hasErrors(all) ? [undefined, all] : [{ state, reference }, all];
}
