// Loss, every gradient and AdamW equal PyTorch's on the same weights.
import {
  buildAdamWGraph,
  buildTrainGraph,
  countDecoderParameters,
  type DecoderConfig,
  decoderParameters,
  parseDecoderConfig,
  type Tensor,
} from '@allot/graph';
import { tokenWeights } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import { relativeError } from '../../../packages/graph/src/testing/random-tensor.js';
import { openOnnx } from '../../../packages/graph/src/testing/run-onnx.js';
import { decodeTensor, type Golden, listGoldens, readGolden } from './golden.js';

/** Relative to the largest magnitude of each tensor. Typical is 1e-6; differences of new and old parameters lose digits. */
const tolerance = 1e-4;

describe.each(listGoldens())('%s', (file) => {
  const golden = readGolden(file);
  const config = readConfig(golden);
  const read = (name: string) => decodeTensor(golden, name);

  test('the flat vector has the order and shapes of the PyTorch module', () => {
    const ours = decoderParameters(config).map(({ name, shape }) => ({ name, shape }));
    const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1);
    expect([...ours].sort(byName)).toEqual([...golden.parameters].sort(byName));
  });

  test('loss, metrics and every gradient', async () => {
    const session = await openOnnx(
      buildTrainGraph(config, { objective: { ...golden.form, kind: golden.objective } }),
      reorder(golden, config, 'parameters'),
    );
    const elements = countDecoderParameters(config);
    const accumulator = { shape: [elements], data: new Float64Array(elements).fill(0.5) };
    const feeds = Object.fromEntries(
      session.manifest.inputs
        .filter(({ name }) => name !== 'weights' && name !== 'accumulator')
        .map(({ name }) => [name, read(name)]),
    );
    const results = await session.run({ ...feeds, weights: aggregationWeights(golden), accumulator });
    const metrics = golden.objective === 'supervised' ? ['entropy'] : ['entropy', 'clipped', 'kl'];
    const errors: Record<string, number> = {};
    for (const name of ['loss', 'log_probabilities', ...metrics]) {
      errors[name] = relativeError((results[name] as Tensor).data, read(name).data);
    }
    const gradient = (results.gradient as Tensor).data.map((value) => value - 0.5);
    const expected = reorder(golden, config, 'gradient');
    for (const { name, shape, offset } of decoderParameters(config)) {
      const end = offset + shape.reduce((size, dim) => size * dim, 1);
      errors[name] = relativeError(gradient.subarray(offset, end), expected.subarray(offset, end));
    }
    expect(tooLarge(errors)).toEqual({});
  });

  test('clipping and AdamW', async () => {
    const session = await openOnnx(buildAdamWGraph(countDecoderParameters(config)));
    const elements = countDecoderParameters(config);
    const vector = (data: Float64Array) => ({ shape: [elements], data });
    let parameters = vector(reorder(golden, config, 'parameters'));
    let first = vector(new Float64Array(elements));
    let second = vector(new Float64Array(elements));
    let norm = scalar(0);
    const settings = Object.entries(golden.optimizer).map(([name, value]) => [name, scalar(value)]);
    const { beta1 = 0, beta2 = 0 } = golden.optimizer;
    for (let step = 1; step <= golden.optimizer_steps; step++) {
      const results = await session.run({
        ...Object.fromEntries(settings),
        parameters,
        gradient: vector(reorder(golden, config, 'gradient')),
        first_moment: first,
        second_moment: second,
        bias_correction1: scalar(1 - beta1 ** step),
        bias_correction2: scalar(1 - beta2 ** step),
      });
      norm = results.gradient_norm as Tensor;
      parameters = results.new_parameters as typeof parameters;
      first = results.new_first_moment as typeof first;
      second = results.new_second_moment as typeof second;
    }
    const before = reorder(golden, config, 'parameters');
    const movedBy = (after: Float64Array) => after.map((value, i) => value - (before[i] ?? 0));
    const errors = {
      norm: relativeError(norm.data, read('gradient_norm').data),
      update: relativeError(movedBy(parameters.data), movedBy(reorder(golden, config, 'new_parameters'))),
      first: relativeError(first.data, reorder(golden, config, 'new_first_moment')),
      second: relativeError(second.data, reorder(golden, config, 'new_second_moment')),
    };
    expect(tooLarge(errors)).toEqual({});
  });
});

function readConfig(golden: Golden): DecoderConfig {
  const parsed = parseDecoderConfig(golden.config);
  if (parsed.problems !== undefined) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

/** A flat vector in PyTorch's order of parameters, in the graph's order. */
function reorder(golden: Golden, config: DecoderConfig, name: string): Float64Array {
  const { data } = decodeTensor(golden, name);
  const places = new Map<string, number>();
  let start = 0;
  for (const parameter of golden.parameters) {
    places.set(parameter.name, start);
    start += parameter.shape.reduce((size, dim) => size * dim, 1);
  }
  const ordered = new Float64Array(data.length);
  for (const parameter of decoderParameters(config)) {
    const from = places.get(parameter.name) ?? Number.NaN;
    const size = parameter.shape.reduce((total, dim) => total * dim, 1);
    ordered.set(data.subarray(from, from + size), parameter.offset);
  }
  return ordered;
}

function aggregationWeights(golden: Golden): Tensor {
  const { shape, data } = decodeTensor(golden, 'mask');
  const [rows = 0, width = 0] = shape;
  const masks = Array.from({ length: rows }, (_, row) => data.subarray(row * width, (row + 1) * width));
  const weights = tokenWeights(golden.aggregation, masks, { normalizer: golden.normalizer });
  return { shape, data: Float64Array.from(weights.flatMap((row) => [...row])) };
}

function scalar(value: number): Tensor {
  return { shape: [1], data: Float64Array.of(value) };
}

function tooLarge(errors: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(errors).filter(([, error]) => !(error < tolerance)));
}
