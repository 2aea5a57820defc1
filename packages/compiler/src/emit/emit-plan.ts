// Emits a plan as executable stages: a manifest, what the engine runs, and the shapes.
import { type DecoderConfig, decoderParameters, parseDecoderConfig } from '@allot/graph';
import type {
  EmittedEngine,
  EmittedObjective,
  Phase,
  Plan,
  ResolvedPipeline,
  TorchDevice,
} from '@allot/spec';
import { report } from '../diagnostics/report.js';
import { torchMemoryModel } from '../plan/torch-memory.js';
import { emitAdapter } from './emit-adapter.js';
import { emitGraphs, graphFiles } from './emit-onnx.js';
import { emitShapes } from './emit-shapes.js';
import { emitJobs } from './emit-torch.js';
import { printJson } from './print-json.js';
import { type FolderFile, writeFolder } from './write-folder.js';

/**
 * Writes `manifest.json`, the stages of the plan's engine (`graphs/*.onnx` with a `.json` beside each, or `jobs/*.json`) and
 * the shapes as NumPy code (`shapes/*.py`) into `folder`, all or nothing; the bytes depend on nothing but the plan. An
 * existing folder is replaced.
 */
export async function emitPlan(plan: Plan, folder: string): Promise<Phase<EmittedEngine>> {
  const { config } = parseDecoderConfig(plan.settings.policy.config);
  if (!config) throw new Error('the plan holds a config that the compiler does not know');
  const manifest = describeEngine(plan, config);
  const files: readonly FolderFile[] = [
    { path: 'manifest.json', content: printJson(manifest) },
    ...emitShapes(plan.settings),
    ...(manifest.engine === 'onnx' ? emitGraphs(config, trainObjective(plan.settings)) : emitJobs(plan)),
  ];
  const problem = await writeFolder(folder, files);
  return problem ? [undefined, [report('emit/unwritable', { folder, problem })]] : [manifest, []];
}

function describeEngine(plan: Plan, config: DecoderConfig): EmittedEngine {
  const { key, settings, engine } = plan;
  const policy = {
    planKey: key,
    parameters: decoderParameters(config),
    decoder: {
      vocabularySize: config.vocabSize,
      layers: config.layers,
      heads: config.heads,
      keyValueHeads: config.keyValueHeads,
      headDimension: config.headDim,
      maxPositions: config.maxPositions,
    },
    ...(settings.policy.stopTokens && { stopTokens: settings.policy.stopTokens }),
  };
  if (engine.name === 'onnx') return { engine: 'onnx', ...policy, graphs: graphFiles };
  const { lora } = settings.policy;
  const hasReference = settings.kind === 'reinforcement' && settings.objective.kl !== undefined;
  const work = { hasReference, processes: 1, adapter: lora };
  const memory = (device: TorchDevice) => torchMemoryModel(config, { ...work, device });
  return {
    engine: 'torch',
    ...policy,
    config: settings.policy.config,
    objective: trainObjective(settings),
    ...(lora && { adapter: emitAdapter(lora, config, settings.seed, plan.sources.model) }),
    memory: { cpu: memory('cpu'), cuda: memory('cuda') },
  };
}

function trainObjective(settings: ResolvedPipeline): EmittedObjective {
  if (settings.kind === 'supervised') return { kind: 'supervised' };
  const { kind: surrogate, ratioLevel, dualClip, entropyBonus, kl, klCov } = settings.objective;
  return {
    kind: 'policy-gradient',
    surrogate,
    ratioLevel,
    dualClip: dualClip !== undefined,
    entropyBonus: entropyBonus > 0,
    ...(kl?.in === 'loss' && { referenceKl: kl.estimator }),
    klCov: klCov !== undefined,
  };
}
