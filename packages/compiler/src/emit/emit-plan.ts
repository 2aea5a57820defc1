// Emits a plan as executable stages of the onnx engine: graphs, shapes, and the manifest.
import {
  buildAdamWGraph,
  buildLogProbabilityGraph,
  buildPrefillGraph,
  buildStepGraph,
  buildTrainGraph,
  countDecoderParameters,
  type DecoderConfig,
  decoderParameters,
  encodeOnnx,
  type Graph,
  parseDecoderConfig,
  type TrainGraphOptions,
} from '@allot/graph';
import {
  type EmittedEngine,
  type EmittedGraph,
  type Phase,
  type Plan,
  type ResolvedPipeline,
  sha256,
} from '@allot/spec';
import { report } from '../diagnostics/report.js';
import { emitPython, type PythonShape } from './python/emit-python.js';
import { type FolderFile, writeFolder } from './write-folder.js';

/**
 * Writes `manifest.json`, `graphs/*.onnx` with a `.json` beside each, and the shapes as NumPy code (`shapes/*.py`) into
 * `folder`, all or nothing; the bytes depend on nothing but the plan. An existing folder is replaced.
 */
export async function emitPlan(plan: Plan, folder: string): Promise<Phase<EmittedEngine>> {
  const { config } = parseDecoderConfig(plan.settings.policy.config);
  if (!config) throw new Error('the plan holds a config that the compiler does not know');
  const manifest = describeEngine(plan, config);
  const files: FolderFile[] = [
    { path: 'manifest.json', content: printJson(manifest) },
    ...emitShapes(plan.settings),
  ];
  for (const [name, graph] of Object.entries(buildGraphs(plan, config))) {
    const { bytes, manifest: inside } = encodeOnnx(graph, {
      weights: name === 'train' ? 'inputs' : 'initializers',
    });
    const file = manifest.graphs[name as keyof EmittedEngine['graphs']];
    const beside: EmittedGraph = { ...inside, sha256: sha256(bytes) };
    files.push({ path: file, content: bytes });
    files.push({ path: file.replace(/\.onnx$/, '.json'), content: printJson(beside) });
  }
  const problem = await writeFolder(folder, files);
  return problem ? [undefined, [report('emit/unwritable', { folder, problem })]] : [manifest, []];
}

/** For whoever trains elsewhere with the same reward, advantage, credit and cut. */
function emitShapes(settings: ResolvedPipeline): readonly FolderFile[] {
  if (settings.kind !== 'reinforcement') return [];
  const { reward, advantage, credit = [], cut } = settings;
  const parts: readonly (readonly [file: string, PythonShape])[] = [
    ['reward', { ...reward, kind: 'reward' }],
    ['advantage', { ...advantage, kind: 'advantage' }],
    ...credit.flatMap((stage, index) =>
      (['multiply', 'add'] as const).flatMap((member) => {
        const expression = stage[member];
        const name = `credit-${index}-${member}`;
        return expression ? [[name, { name, kind: 'credit', expression }] as const] : [];
      }),
    ),
    ...(cut
      ? (['to', 'when'] as const).map((member) => {
          const name = `cut-${member}`;
          return [name, { name, kind: 'cut', expression: cut[member] }] as const;
        })
      : []),
  ];
  return parts.map(([file, shape]) => ({ path: `shapes/${file}.py`, content: emitPython(shape) }));
}

type GraphName = keyof EmittedEngine['graphs'];

const graphFiles: Readonly<Record<GraphName, string>> = {
  prefill: 'graphs/prefill.onnx',
  stepCategorical: 'graphs/step-categorical.onnx',
  stepNucleus: 'graphs/step-nucleus.onnx',
  stepGreedy: 'graphs/step-greedy.onnx',
  train: 'graphs/train.onnx',
  logProbabilities: 'graphs/log-probabilities.onnx',
  adamw: 'graphs/adamw.onnx',
};

const buildGraphs = (plan: Plan, config: DecoderConfig): Readonly<Record<GraphName, Graph>> => ({
  prefill: buildPrefillGraph(config),
  stepCategorical: buildStepGraph(config, { sampling: 'categorical' }),
  stepNucleus: buildStepGraph(config, { sampling: 'nucleus' }),
  stepGreedy: buildStepGraph(config, { sampling: 'greedy' }),
  train: buildTrainGraph(config, { objective: trainObjective(plan.settings) }),
  logProbabilities: buildLogProbabilityGraph(config),
  adamw: buildAdamWGraph(countDecoderParameters(config)),
});

function trainObjective(settings: ResolvedPipeline): TrainGraphOptions['objective'] {
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

const describeEngine = (plan: Plan, config: DecoderConfig): EmittedEngine => ({
  engine: 'onnx',
  planKey: plan.key,
  parameters: decoderParameters(config),
  decoder: {
    vocabularySize: config.vocabSize,
    layers: config.layers,
    heads: config.heads,
    keyValueHeads: config.keyValueHeads,
    headDimension: config.headDim,
    maxPositions: config.maxPositions,
  },
  ...(plan.settings.policy.stopTokens && { stopTokens: plan.settings.policy.stopTokens }),
  graphs: graphFiles,
});

const printJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
