import { describe, expect, test } from 'vitest';
import { parseDecoderConfig } from './decoder-config.js';

const llama = {
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  hidden_act: 'silu',
  vocab_size: 100,
  hidden_size: 64,
  intermediate_size: 176,
  num_hidden_layers: 3,
  num_attention_heads: 4,
};

describe('parseDecoderConfig', () => {
  test("fills Hugging Face's defaults", () => {
    expect(parseDecoderConfig(llama).config).toEqual({
      vocabSize: 100,
      hiddenSize: 64,
      intermediateSize: 176,
      layers: 3,
      heads: 4,
      keyValueHeads: 4,
      headDim: 16,
      rmsNormEps: 1e-6,
      ropeTheta: 10_000,
      maxPositions: 2048,
      tieWordEmbeddings: false,
      attentionBias: false,
    });
  });

  test('reads the base frequency from the newer rope_parameters', () => {
    const rope = { rope_parameters: { rope_type: 'default', rope_theta: 5e5 } };
    expect(parseDecoderConfig({ ...llama, ...rope }).config?.ropeTheta).toBe(5e5);
  });

  test.each([
    ['model_type', { model_type: 'qwen2', architectures: undefined }],
    ['architectures', { model_type: undefined, architectures: ['MixtralForCausalLM'] }],
    ['model_type', { model_type: undefined, architectures: undefined }],
    ['hidden_act', { hidden_act: 'gelu' }],
    ['rope_scaling', { rope_scaling: { rope_type: 'llama3', factor: 8 } }],
    ['rope_parameters.rope_type', { rope_parameters: { rope_type: 'yarn' } }],
    ['rope_parameters.partial_rotary_factor', { rope_parameters: { partial_rotary_factor: 0.5 } }],
    ['mlp_bias', { mlp_bias: true }],
    ['vocab_size', { vocab_size: undefined }],
    ['hidden_size', { hidden_size: '64' }],
    ['num_hidden_layers', { num_hidden_layers: 2.5 }],
    ['num_hidden_layers', { num_hidden_layers: 1e9 }],
    ['rms_norm_eps', { rms_norm_eps: 0 }],
    ['tie_word_embeddings', { tie_word_embeddings: 'yes' }],
    ['num_key_value_heads', { num_key_value_heads: 3 }],
    ['head_dim', { head_dim: 15 }],
    ['head_dim', { num_attention_heads: 3 }],
  ])('refuses by name: %s', (path, change) => {
    const { problems = [] } = parseDecoderConfig({ ...llama, ...change });
    expect(problems.map((problem) => problem.path)).toEqual([path]);
  });

  test('reports all problems at once', () => {
    const { problems = [] } = parseDecoderConfig({
      ...llama,
      hidden_act: 'relu',
      vocab_size: -1,
      mlp_bias: true,
    });
    expect(problems.map((problem) => problem.path)).toEqual(['hidden_act', 'mlp_bias', 'vocab_size']);
  });

  test('a missing value is reported once, not again for what derives from it', () => {
    const { problems = [] } = parseDecoderConfig({ ...llama, num_attention_heads: undefined });
    expect(problems.map((problem) => problem.path)).toEqual(['num_attention_heads']);
  });

  test.each([[null], [[]], ['llama'], [undefined]])('refuses %j', (json) => {
    expect(parseDecoderConfig(json).problems).toHaveLength(1);
  });
});
