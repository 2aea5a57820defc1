import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateGraph } from '../evaluate/evaluate-graph.js';
import { createBuilder } from '../ir/builder.js';
import { createGraph } from '../ir/node.js';
import { openOnnx } from '../testing/run-onnx.js';
import { buildCategoricalSample, buildNucleus } from './sampling.js';

const size = 6;
const sampler = (() => {
  const g = createBuilder();
  const probabilities = g.input('probabilities', 'float32', ['rows', size]);
  const uniforms = g.input('uniforms', 'float32', ['rows', 1]);
  const tokens = buildCategoricalSample(g, probabilities, uniforms);
  return createGraph('sample', [probabilities, uniforms], { tokens });
})();
const nucleus = (() => {
  const g = createBuilder();
  const probabilities = g.input('probabilities', 'float32', ['rows', size]);
  const topP = g.input('top_p', 'float32', [1]);
  return createGraph('nucleus', [probabilities, topP], { kept: buildNucleus(g, probabilities, topP) });
})();

const row = (data: readonly number[]) => ({ shape: [1, data.length], data: Float64Array.from(data) });
const weights = fc
  .array(fc.integer({ min: 0, max: 8 }), { minLength: size, maxLength: size })
  .filter((row) => row.some((weight) => weight > 0))
  .map((row) => row.map((weight) => weight / 64));

describe('buildCategoricalSample', () => {
  test('a token is chosen by exactly its share of the uniforms', () => {
    fc.assert(
      fc.property(weights, (probabilities) => {
        const counts = probabilities.map(() => 0);
        const total = probabilities.reduce((sum, p) => sum + p, 0);
        const steps = Math.round(64 * total);
        for (let i = 0; i < steps; i++) {
          const inputs = { probabilities: row(probabilities), uniforms: row([(i + 0.5) / steps]) };
          const token = evaluateGraph(sampler, { inputs }).tokens?.data[0] ?? -1;
          counts[token] = (counts[token] ?? 0) + 1;
        }
        expect(counts).toEqual(probabilities.map((p) => 64 * p));
      }),
      { numRuns: 30 },
    );
  });

  test('a uniform of almost 1 never leaves the tokens of positive probability', async () => {
    const { run } = await openOnnx(sampler);
    const rows = [
      [0.1, 0.2, 0.7, 0, 0, 0],
      [0, 0, 0, 0, 0, 1],
      [1 / 3, 1 / 3, 1 / 3, 0, 1e-30, 0],
    ];
    const { tokens } = await run({
      probabilities: { shape: [3, size], data: Float64Array.from(rows.flat()) },
      uniforms: { shape: [3, 1], data: new Float64Array(3).fill(1 - 2 ** -24) },
    });
    expect([...(tokens?.data ?? [])]).toEqual([2, 5, 2]);
  });

  test('a uniform of 0 chooses the first token of positive probability', async () => {
    const { run } = await openOnnx(sampler);
    const { tokens } = await run({ probabilities: row([0, 0, 0.5, 0, 0.5, 0]), uniforms: row([0]) });
    expect([...(tokens?.data ?? [])]).toEqual([2]);
  });
});

describe('buildNucleus', () => {
  test('keeps the fewest most likely tokens that reach top p', () => {
    const share = fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100);
    fc.assert(
      fc.property(weights, share, (raw, topP) => {
        const total = raw.reduce((sum, p) => sum + p, 0);
        const probabilities = raw.map((p) => p / total);
        const inputs = {
          probabilities: row(probabilities),
          top_p: { shape: [1], data: Float64Array.of(topP) },
        };
        const kept = [...(evaluateGraph(nucleus, { inputs }).kept?.data ?? [])];
        const chosen = kept.filter((p) => p > 0);
        const mass = chosen.reduce((sum, p) => sum + p, 0);
        expect(chosen.length).toBeGreaterThan(0);
        expect(mass).toBeGreaterThan(topP - 1e-9);
        expect(mass - Math.min(...chosen)).toBeLessThan(topP + 1e-9);
        const left = probabilities.filter((_, token) => kept[token] === 0);
        expect(Math.max(0, ...left)).toBeLessThanOrEqual(Math.min(...chosen));
      }),
    );
  });

  test('keeps everything at 1 and only the first of equals at almost 0', async () => {
    const { run } = await openOnnx(nucleus);
    const probabilities = row([0.25, 0.25, 0.25, 0.25, 0, 0]);
    const all = await run({ probabilities, top_p: { shape: [1], data: Float64Array.of(1) } });
    expect([...(all.kept?.data ?? [])]).toEqual([...probabilities.data]);
    const one = await run({ probabilities, top_p: { shape: [1], data: Float64Array.of(0.01) } });
    expect([...(one.kept?.data ?? [])]).toEqual([0.25, 0, 0, 0, 0, 0]);
  });
});
