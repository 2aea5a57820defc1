// Reads a Hugging Face config.json of a supported decoder; refuses by name what the graphs do not compute.
import {
  type ConfigProblem,
  type ConfigReader,
  type ConfigSource,
  createConfigReader,
  show,
} from './config-reader.js';
import { readFamily } from './families.js';
import { type RopeScaling, readRope } from './rope-config.js';

/** The shape of a decoder. Weights are float32. */
export interface DecoderConfig {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly layers: number;
  readonly heads: number;
  /** Divides `heads`; each key and value head serves heads / keyValueHeads query heads. */
  readonly keyValueHeads: number;
  readonly headDim: number;
  readonly rmsNormEps: number;
  readonly ropeTheta: number;
  readonly rope: RopeScaling;
  readonly maxPositions: number;
  /** The output projection is the transposed token embedding. */
  readonly tieWordEmbeddings: boolean;
  /** The query, key and value projections have biases. */
  readonly attentionBias: boolean;
  /** The projection that ends attention has a bias. */
  readonly outputBias: boolean;
  /** Queries and keys pass through an RMSNorm over each head, before they are rotated (Qwen3). */
  readonly queryKeyNorm: boolean;
}

export type ParsedDecoderConfig =
  | { readonly config: DecoderConfig; readonly problems?: undefined }
  | { readonly config?: undefined; readonly problems: readonly ConfigProblem[] };

/** Graphs are unrolled over the layers, so that an absurd number must be refused before they are built. */
const MOST_LAYERS = 1024;

/** `json`: the parsed content of config.json. All problems are reported at once. */
export function parseDecoderConfig(json: unknown): ParsedDecoderConfig {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    const remedy = 'Fetch the model again.';
    return { problems: [{ path: '', message: 'a model config must be a JSON object', remedy }] };
  }
  const source = json as ConfigSource;
  const reader = createConfigReader(source);
  const family = readFamily(source, reader);
  // What another architecture's keys mean is not known.
  if (!family) return { problems: reader.problems };

  refuseUnknownParts(source, reader);
  const { defaults } = family;
  const heads = reader.count('num_attention_heads');
  const hiddenSize = reader.count('hidden_size');
  const maxPositions = reader.count('max_position_embeddings', defaults.maxPositions);
  const { theta, scaling } = readRope(source, reader, maxPositions);
  const stated = reader.flag('attention_bias');
  const config: DecoderConfig = {
    vocabSize: reader.count('vocab_size'),
    hiddenSize,
    intermediateSize: reader.count('intermediate_size'),
    layers: reader.count('num_hidden_layers'),
    heads,
    // A number that is there and null follows from the heads.
    keyValueHeads: reader.count(
      'num_key_value_heads',
      source.num_key_value_heads === null ? heads : (defaults.keyValueHeads ?? heads),
    ),
    headDim: reader.count('head_dim', defaults.headDim ?? hiddenSize / heads),
    rmsNormEps: reader.positive('rms_norm_eps', 1e-6),
    ropeTheta: theta,
    rope: scaling,
    maxPositions,
    tieWordEmbeddings: reader.flag('tie_word_embeddings'),
    attentionBias: family.attentionBias(stated),
    outputBias: family.outputBias(stated),
    queryKeyNorm: family.queryKeyNorm,
  };
  if (reader.problems.length === 0) checkSizes(config, reader);
  return reader.problems.length > 0 ? { problems: reader.problems } : { config };
}

function checkSizes(config: DecoderConfig, { report }: ConfigReader): void {
  const { layers, heads, keyValueHeads, headDim } = config;
  const corrupt = 'Fetch the model again, or correct its config.json.';
  if (layers > MOST_LAYERS)
    report('num_hidden_layers', `${layers} layers are not supported; ${MOST_LAYERS} are the most`, corrupt);
  if (heads % keyValueHeads !== 0)
    report(
      'num_key_value_heads',
      `${heads} attention heads cannot share ${keyValueHeads} key-value heads evenly`,
      corrupt,
    );
  if (headDim % 2 !== 0)
    report('head_dim', `rotary position embeddings need an even head size, not ${headDim}`, corrupt);
}

/** Parts that some models of these families have and the graphs do not. */
function refuseUnknownParts(source: ConfigSource, { report, flag }: ConfigReader): void {
  const { hidden_act: activation, quantization_config: quantization, layer_types: layerTypes } = source;
  if (activation !== undefined && activation !== 'silu' && activation !== 'swish')
    report(
      'hidden_act',
      `the activation ${show(activation)} is not supported; 'silu' is`,
      'Use a model whose feed-forward layers are SwiGLU.',
    );
  if (flag('mlp_bias'))
    report(
      'mlp_bias',
      'biases in the feed-forward layers are not supported',
      'Use a model whose feed-forward layers have no biases.',
    );
  if (flag('use_sliding_window'))
    report(
      'use_sliding_window',
      'sliding-window attention is not supported',
      'Use a model with full attention; where every layer has it, say "use_sliding_window": false.',
    );
  if (Array.isArray(layerTypes) && layerTypes.some((type) => type !== 'full_attention'))
    report(
      'layer_types',
      'layers without full attention are not supported',
      'Use a model whose layers are all of the type full_attention.',
    );
  if (quantization !== undefined && quantization !== null)
    report(
      'quantization_config',
      'quantized weights are not supported',
      'Use the model before quantization, in F32, BF16 or F16.',
    );
}
