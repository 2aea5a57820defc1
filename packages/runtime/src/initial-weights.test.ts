import { average } from '@allot/spec';
import { expect, test } from 'vitest';
import { fakeManifest } from '../test-support/fake-engine.js';
import { drawWeights } from './initial-weights.js';

const manifest = {
  ...fakeManifest('k'),
  parameters: [
    { name: 'model.embed_tokens.weight', shape: [100, 40], offset: 0 },
    { name: 'model.layers.0.input_layernorm.weight', shape: [40], offset: 4000 },
    { name: 'model.layers.0.self_attn.q_proj.bias', shape: [40], offset: 4040 },
    { name: 'model.layers.0.mlp.down_proj.weight', shape: [100, 40], offset: 4080 },
  ],
  decoder: { ...fakeManifest('k').decoder, layers: 8 },
};

const deviation = (values: Float32Array): number =>
  Math.sqrt(average(Array.from(values, (value) => value ** 2)));

test('matrices are normal, norms 1, biases 0, writers into the residual stream smaller', () => {
  const weights = drawWeights(manifest, 3);
  expect(deviation(weights.subarray(0, 4000))).toBeCloseTo(0.02, 3);
  expect(average(Array.from(weights.subarray(0, 4000)))).toBeCloseTo(0, 2);
  expect(weights.subarray(4000, 4040).every((value) => value === 1)).toBe(true);
  expect(weights.subarray(4040, 4080).every((value) => value === 0)).toBe(true);
  expect(deviation(weights.subarray(4080))).toBeCloseTo(0.02 / 4, 3);
});

test('the seed decides; parameters differ', () => {
  const weights = drawWeights(manifest, 3);
  expect(drawWeights(manifest, 3)).toEqual(weights);
  expect(drawWeights(manifest, 4)).not.toEqual(weights);
  expect(weights[4080]).not.toBeCloseTo((weights[0] as number) / 4, 6);
});
