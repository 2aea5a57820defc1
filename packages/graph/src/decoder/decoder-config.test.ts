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
      rope: { kind: 'default' },
      maxPositions: 2048,
      tieWordEmbeddings: false,
      attentionBias: false,
      outputBias: false,
      queryKeyNorm: false,
    });
  });

  const qwen = { ...llama, num_attention_heads: 32, vocab_size: 151_936 };
  const named = (name: string) => ({ model_type: name.toLowerCase(), architectures: [`${name}ForCausalLM`] });

  test.each([
    [
      'Qwen2',
      {},
      { attentionBias: true, outputBias: false, queryKeyNorm: false, headDim: 2, maxPositions: 32_768 },
    ],
    ['Qwen2', { attention_bias: false }, { attentionBias: true, outputBias: false }],
    ['Qwen2', { use_sliding_window: false, sliding_window: 4096, max_window_layers: 1 }, { layers: 3 }],
    [
      'Qwen3',
      {},
      { attentionBias: false, outputBias: false, queryKeyNorm: true, headDim: 128, keyValueHeads: 32 },
    ],
    ['Qwen3', { attention_bias: true, head_dim: 16 }, { attentionBias: true, outputBias: true, headDim: 16 }],
    ['Qwen3', { num_key_value_heads: 8, layer_types: ['full_attention'] }, { keyValueHeads: 8 }],
    [
      'Llama',
      { attention_bias: true, num_key_value_heads: null },
      { attentionBias: true, outputBias: true, keyValueHeads: 32 },
    ],
  ])('knows what the family %s makes of %j', (name, change, expected) => {
    expect(parseDecoderConfig({ ...qwen, ...named(name), ...change }).config).toMatchObject(expected);
  });

  test.each([
    ['model_type', { model_type: 'gemma3', architectures: undefined }],
    ['model_type', { model_type: 'mixtral', architectures: ['MixtralForCausalLM'], hidden_size: 'unread' }],
    ['architectures', { model_type: 'llama', architectures: ['Qwen2ForCausalLM'] }],
    ['architectures', { model_type: 'llama', architectures: ['LlamaForSequenceClassification'] }],
    ['architectures', { model_type: undefined, architectures: ['MixtralForCausalLM'] }],
    ['model_type', { model_type: undefined, architectures: undefined }],
    ['hidden_act', { hidden_act: 'gelu' }],
    [
      'use_sliding_window',
      { model_type: 'qwen2', architectures: undefined, num_attention_heads: 32, use_sliding_window: true },
    ],
    ['layer_types', { layer_types: ['full_attention', 'sliding_attention'] }],
    ['quantization_config', { quantization_config: { quant_method: 'awq', bits: 4 } }],
    ['mlp_bias', { mlp_bias: true }],
    ['vocab_size', { vocab_size: undefined }],
    ['hidden_size', { hidden_size: '64' }],
    ['num_hidden_layers', { num_hidden_layers: 2.5 }],
    ['num_hidden_layers', { num_hidden_layers: 1e9 }],
    ['rms_norm_eps', { rms_norm_eps: 0 }],
    ['rms_norm_eps', { rms_norm_eps: Number.NaN }],
    ['max_position_embeddings', { max_position_embeddings: -1 }],
    ['tie_word_embeddings', { tie_word_embeddings: 'yes' }],
    ['num_key_value_heads', { num_key_value_heads: 3 }],
    ['head_dim', { head_dim: 15 }],
    ['head_dim', { num_attention_heads: 3 }],
  ])('refuses by name: %s', (path, change) => {
    const { problems = [] } = parseDecoderConfig({ ...llama, ...change });
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.remedy).toMatch(/^[A-Z].*\.$/);
  });

  test('says why a well-known other architecture is none of these', () => {
    const messageOf = (type: string) =>
      parseDecoderConfig({ ...llama, model_type: type }).problems?.[0]?.message;
    expect(messageOf('qwen3_moe')).toContain('mixture of experts');
    expect(messageOf('mistral')).toContain('sliding-window');
    expect(messageOf('gemma2')).toContain('soft-capped');
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
