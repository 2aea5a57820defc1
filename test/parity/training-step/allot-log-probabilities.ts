// Log-probabilities of sequences by Allot's own decoder, in float64.

import { parseDecoderConfig } from '../../../packages/graph/src/decoder/decoder-config.js';
import { decoderParameters } from '../../../packages/graph/src/decoder/decoder-parameters.js';
import { buildLogProbabilityGraph } from '../../../packages/graph/src/decoder/log-probability-graph.js';
import { evaluateGraph } from '../../../packages/graph/src/evaluate/evaluate-graph.js';
import { readPolicy } from '../../../packages/store/src/index.js';

/** Of every token but the first, under the model of a folder whose config is given. */
export async function scoreSequences(
  folder: string,
  modelConfig: unknown,
  sequences: readonly (readonly number[])[],
  temperature: number,
): Promise<readonly (readonly number[])[]> {
  const { config } = parseDecoderConfig(modelConfig);
  if (!config) throw new Error('the config is not one of a decoder');
  const [parameters, problems] = await readPolicy(folder, decoderParameters(config));
  if (!parameters) throw new Error(JSON.stringify(problems));
  const width = Math.max(...sequences.map(({ length }) => length));
  const height = sequences.length;
  // What stands behind the end of a sequence does not reach back.
  const tokens = Float64Array.from(
    sequences.flatMap((sequence) => Array.from({ length: width }, (_, at) => sequence[at] ?? 0)),
  );
  const inputs = {
    tokens: { shape: [height, width], data: tokens },
    temperature: { shape: [1], data: Float64Array.of(temperature) },
  };
  const scored = evaluateGraph(buildLogProbabilityGraph(config), { inputs, parameters });
  const values = Array.from(scored.log_probabilities?.data ?? []);
  return sequences.map(({ length }, row) => values.slice(row * (width - 1), row * (width - 1) + length - 1));
}
