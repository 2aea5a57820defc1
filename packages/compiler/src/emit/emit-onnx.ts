// The stages of the onnx engine: graphs, each with a description beside it.
import {
  buildAdamWGraph,
  buildLogProbabilityGraph,
  buildPrefillGraph,
  buildStepGraph,
  buildTrainGraph,
  countDecoderParameters,
  type DecoderConfig,
  encodeOnnx,
  type Graph,
} from '@allot/graph';
import { type EmittedGraph, type EmittedObjective, type EmittedOnnx, sha256 } from '@allot/spec';
import { printJson } from './print-json.js';
import type { FolderFile } from './write-folder.js';

export function emitGraphs(config: DecoderConfig, objective: EmittedObjective): readonly FolderFile[] {
  return Object.entries(buildGraphs(config, objective)).flatMap(([name, graph]) => {
    const { bytes, manifest: inside } = encodeOnnx(graph, {
      weights: name === 'train' ? 'inputs' : 'initializers',
    });
    const file = graphFiles[name as GraphName];
    const beside: EmittedGraph = { ...inside, sha256: sha256(bytes) };
    return [
      { path: file, content: bytes },
      { path: file.replace(/\.onnx$/, '.json'), content: printJson(beside) },
    ];
  });
}

type GraphName = keyof EmittedOnnx['graphs'];

export const graphFiles: Readonly<Record<GraphName, string>> = {
  prefill: 'graphs/prefill.onnx',
  stepCategorical: 'graphs/step-categorical.onnx',
  stepNucleus: 'graphs/step-nucleus.onnx',
  stepGreedy: 'graphs/step-greedy.onnx',
  train: 'graphs/train.onnx',
  logProbabilities: 'graphs/log-probabilities.onnx',
  adamw: 'graphs/adamw.onnx',
};

const buildGraphs = (
  config: DecoderConfig,
  objective: EmittedObjective,
): Readonly<Record<GraphName, Graph>> => ({
  prefill: buildPrefillGraph(config),
  stepCategorical: buildStepGraph(config, { sampling: 'categorical' }),
  stepNucleus: buildStepGraph(config, { sampling: 'nucleus' }),
  stepGreedy: buildStepGraph(config, { sampling: 'greedy' }),
  train: buildTrainGraph(config, { objective }),
  logProbabilities: buildLogProbabilityGraph(config),
  adamw: buildAdamWGraph(countDecoderParameters(config)),
});
