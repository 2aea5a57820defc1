// A Hugging Face config.json for a policy that begins with new weights.
import type { LlamaArchitecture, TokenizerInspection } from '@allot/spec';

/** config.json of a Llama-family decoder whose vocabulary is the tokenizer's. */
export function llamaConfig(
  architecture: LlamaArchitecture,
  { vocabularySize, specialTokens }: TokenizerInspection,
): Readonly<Record<string, unknown>> {
  const { hiddenSize, heads } = architecture;
  return {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    vocab_size: vocabularySize,
    hidden_size: hiddenSize,
    intermediate_size: architecture.intermediateSize,
    num_hidden_layers: architecture.layers,
    num_attention_heads: heads,
    num_key_value_heads: architecture.keyValueHeads,
    head_dim: hiddenSize / heads,
    max_position_embeddings: architecture.maxPositions,
    hidden_act: 'silu',
    rms_norm_eps: 1e-6,
    rope_theta: architecture.ropeTheta ?? 10_000,
    tie_word_embeddings: architecture.tieWordEmbeddings ?? true,
    attention_bias: false,
    mlp_bias: false,
    initializer_range: 0.02,
    eos_token_id: specialTokens['<eos>'] ?? null,
    pad_token_id: specialTokens['<pad>'] ?? null,
    torch_dtype: 'float32',
  };
}
