import { expect, test } from 'vitest';
import { adapterParameters, countAdapterParameters } from './adapter-parameters.js';
import type { DecoderConfig } from './decoder-config.js';

const decoder: DecoderConfig = {
  vocabSize: 25,
  hiddenSize: 16,
  intermediateSize: 24,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headDim: 4,
  rmsNormEps: 1e-5,
  ropeTheta: 10000,
  rope: { kind: 'default' },
  maxPositions: 256,
  tieWordEmbeddings: true,
  attentionBias: true,
  outputBias: false,
  queryKeyNorm: true,
};

test('A and B of every target, by the names of peft, one after the other', () => {
  const targets = ['k_proj', 'down_proj'];
  const parameters = adapterParameters(decoder, { rank: 3, targets });
  const found = parameters.map(({ name, shape, offset }) => `${name} ${shape.join('x')} at ${offset}`);
  const layer = 'base_model.model.model.layers';
  expect(found).toEqual([
    `${layer}.0.self_attn.k_proj.lora_A.weight 3x16 at 0`,
    `${layer}.0.self_attn.k_proj.lora_B.weight 8x3 at 48`,
    `${layer}.0.mlp.down_proj.lora_A.weight 3x24 at 72`,
    `${layer}.0.mlp.down_proj.lora_B.weight 16x3 at 144`,
    `${layer}.1.self_attn.k_proj.lora_A.weight 3x16 at 192`,
    `${layer}.1.self_attn.k_proj.lora_B.weight 8x3 at 240`,
    `${layer}.1.mlp.down_proj.lora_A.weight 3x24 at 264`,
    `${layer}.1.mlp.down_proj.lora_B.weight 16x3 at 336`,
  ]);
  expect(countAdapterParameters(decoder, { rank: 3, targets })).toBe(384);
});
