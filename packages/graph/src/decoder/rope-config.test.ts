import { describe, expect, test } from 'vitest';
import { createConfigReader } from './config-reader.js';
import { readRope } from './rope-config.js';

function read(source: Readonly<Record<string, unknown>>, maxPositions = 4096) {
  const reader = createConfigReader(source);
  const rope = readRope(source, reader, maxPositions);
  return { ...rope, problems: reader.problems.map(({ path }) => path) };
}

describe('where the parameters stand', () => {
  test.each([
    ['nowhere', {}, 10_000, 'default'],
    ['in the old keys', { rope_theta: 5e5, rope_scaling: { rope_type: 'linear', factor: 2 } }, 5e5, 'linear'],
    ['under the oldest name of the type', { rope_scaling: { type: 'linear', factor: 2 } }, 10_000, 'linear'],
    ['in the new key', { rope_parameters: { rope_type: 'default', rope_theta: 1e6 } }, 1e6, 'default'],
    [
      'in both: the old scaling wins, its base frequency first',
      {
        rope_theta: 3,
        rope_scaling: { type: 'linear', factor: 2, rope_theta: 7 },
        rope_parameters: { rope_theta: 9 },
      },
      7,
      'linear',
    ],
    [
      'in a new key without a base',
      { rope_theta: 3, rope_parameters: { rope_type: 'default' } },
      3,
      'default',
    ],
    [
      'in an old key that says nothing',
      { rope_scaling: null, rope_parameters: { rope_theta: 9 } },
      9,
      'default',
    ],
  ])('%s', (_, source, theta, kind) => {
    expect(read(source)).toMatchObject({ theta, scaling: { kind }, problems: [] });
  });
});

const yarn = { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 1024 };

test.each([
  ['the paper', {}, 0.1 * Math.log(4) + 1],
  ['what is stated', { attention_factor: 1.5 }, 1.5],
  ['DeepSeek', { mscale: 0.7, mscale_all_dim: 1 }, (0.07 * Math.log(4) + 1) / (0.1 * Math.log(4) + 1)],
  ['the paper, where one of the two is 0', { mscale: 1, mscale_all_dim: 0 }, 0.1 * Math.log(4) + 1],
  ['nothing, where the context does not grow', { factor: 1 }, 1],
])("YaRN's attention factor follows %s", (_, change, attentionFactor) => {
  const { scaling } = read({ rope_parameters: { ...yarn, ...change } });
  expect(scaling).toMatchObject({ kind: 'yarn', attentionFactor, betaFast: 32, betaSlow: 1, truncate: true });
});

test('the original positions stand beside the parameters, among them, or follow from the config', () => {
  const of = (source: Readonly<Record<string, unknown>>) => read(source).scaling;
  const inside = { rope_parameters: yarn };
  expect(of({ ...inside, original_max_position_embeddings: 512 })).toMatchObject({ originalPositions: 512 });
  expect(of(inside)).toMatchObject({ originalPositions: 1024 });
  expect(of({ rope_parameters: { rope_type: 'yarn', factor: 2 } })).toMatchObject({
    originalPositions: 4096,
  });
  expect(of({ rope_parameters: { ...yarn, factor: null } })).toMatchObject({ factor: 4 });
});

test.each([
  ['rope_parameters.rope_type', { rope_parameters: { rope_type: 'dynamic', factor: 2 } }],
  [
    'rope_scaling.rope_type',
    { rope_scaling: { rope_type: 'longrope', short_factor: [1], long_factor: [2] } },
  ],
  ['rope_scaling.type', { rope_scaling: { type: 'mrope', mrope_section: [1, 2] } }],
  ['rope_scaling.factor', { rope_scaling: { type: 'linear' } }],
  ['rope_scaling.factor', { rope_scaling: { type: 'linear', factor: Number.NaN } }],
  [
    'rope_parameters.low_freq_factor',
    { rope_parameters: { rope_type: 'llama3', factor: 8, high_freq_factor: 4 } },
  ],
  [
    'rope_parameters.high_freq_factor',
    { rope_parameters: { rope_type: 'llama3', factor: 8, low_freq_factor: 4, high_freq_factor: 4 } },
  ],
  ['rope_parameters.truncate', { rope_parameters: { ...yarn, truncate: 'no' } }],
  ['rope_parameters', { rope_parameters: [1] }],
  ['rope_parameters.rope_theta', { rope_parameters: { rope_theta: 0 } }],
  ['partial_rotary_factor', { partial_rotary_factor: 0.5 }],
  ['rope_parameters.partial_rotary_factor', { rope_parameters: { partial_rotary_factor: 0.25 } }],
  ['rope_parameters.full_attention', { rope_parameters: { full_attention: { rope_theta: 1e4 } } }],
])('refuses by name: %s', (path, source) => {
  expect(read(source).problems).toEqual([path]);
});
