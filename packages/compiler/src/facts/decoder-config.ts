// A Hugging Face config.json for a policy that begins with new weights.
import type { DecoderArchitecture, TokenizerInspection } from '@allot/spec';

const classes = { llama: 'LlamaForCausalLM', qwen2: 'Qwen2ForCausalLM', qwen3: 'Qwen3ForCausalLM' } as const;

/** config.json of a decoder whose vocabulary is the tokenizer's. */
export function decoderConfig(
  architecture: DecoderArchitecture,
  { vocabularySize, specialTokens }: TokenizerInspection,
): Readonly<Record<string, unknown>> {
  const { family = 'llama', hiddenSize, heads, headDim = hiddenSize / heads } = architecture;
  return {
    architectures: [classes[family]],
    model_type: family,
    vocab_size: vocabularySize,
    hidden_size: hiddenSize,
    intermediate_size: architecture.intermediateSize,
    num_hidden_layers: architecture.layers,
    num_attention_heads: heads,
    num_key_value_heads: architecture.keyValueHeads,
    ...(family === 'qwen2' ? {} : { head_dim: headDim }),
    max_position_embeddings: architecture.maxPositions,
    hidden_act: 'silu',
    rms_norm_eps: 1e-6,
    rope_theta: architecture.ropeTheta ?? 10_000,
    tie_word_embeddings: architecture.tieWordEmbeddings ?? true,
    ...(family === 'qwen2' ? {} : { attention_bias: false }),
    ...(family === 'llama' ? { mlp_bias: false } : { use_sliding_window: false }),
    initializer_range: 0.02,
    eos_token_id: specialTokens['<eos>'] ?? null,
    pad_token_id: specialTokens['<pad>'] ?? null,
    torch_dtype: 'float32',
  };
}
