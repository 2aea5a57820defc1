// Reads a Hugging Face config.json of the Llama family; refuses by name what the graphs do not compute.

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
  readonly maxPositions: number;
  /** The output projection is the transposed token embedding. */
  readonly tieWordEmbeddings: boolean;
  /** The four attention projections have biases. */
  readonly attentionBias: boolean;
}

export interface ConfigProblem {
  /** A key of config.json, dotted where nested. */
  readonly path: string;
  readonly message: string;
}

export type ParsedDecoderConfig =
  | { readonly config: DecoderConfig; readonly problems?: undefined }
  | { readonly config?: undefined; readonly problems: readonly ConfigProblem[] };

/** Graphs are unrolled over the layers, so that an absurd number must be refused before they are built. */
const MOST_LAYERS = 1024;

/** `json`: the parsed content of config.json. All problems are reported at once. */
export function parseDecoderConfig(json: unknown): ParsedDecoderConfig {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return { problems: [{ path: '', message: 'a model config must be a JSON object' }] };
  }
  const source = json as Readonly<Record<string, unknown>>;
  const problems: ConfigProblem[] = [];
  const report = (path: string, message: string) => problems.push({ path, message });

  checkArchitecture(source, report);
  const ropeTheta = checkRope(source, report);
  const integer = (path: string, fallback?: number) => readNumber(source, path, fallback, report, true);
  const positive = (path: string, fallback?: number) => readNumber(source, path, fallback, report, false);
  const flag = (path: string) => readFlag(source, path, report);

  const heads = integer('num_attention_heads');
  const hiddenSize = integer('hidden_size');
  const config: DecoderConfig = {
    vocabSize: integer('vocab_size'),
    hiddenSize,
    intermediateSize: integer('intermediate_size'),
    layers: integer('num_hidden_layers'),
    heads,
    keyValueHeads: integer('num_key_value_heads', heads),
    headDim: integer('head_dim', hiddenSize / heads),
    rmsNormEps: positive('rms_norm_eps', 1e-6),
    ropeTheta: ropeTheta ?? positive('rope_theta', 10_000),
    maxPositions: integer('max_position_embeddings', 2048),
    tieWordEmbeddings: flag('tie_word_embeddings'),
    attentionBias: flag('attention_bias'),
  };
  if (problems.length > 0) return { problems };
  if (config.layers > MOST_LAYERS) {
    report('num_hidden_layers', `${config.layers} layers are not supported; ${MOST_LAYERS} are the most`);
  }
  if (config.heads % config.keyValueHeads !== 0) {
    report(
      'num_key_value_heads',
      `${config.heads} attention heads cannot share ${config.keyValueHeads} key-value heads evenly`,
    );
  }
  if (config.headDim % 2 !== 0) {
    report('head_dim', `rotary position embeddings need an even head size, not ${config.headDim}`);
  }
  return problems.length > 0 ? { problems } : { config };
}

type Report = (path: string, message: string) => void;
type Source = Readonly<Record<string, unknown>>;

function checkArchitecture(source: Source, report: Report): void {
  const { model_type: modelType, architectures, hidden_act: activation, mlp_bias: mlpBias } = source;
  if (modelType !== undefined && modelType !== 'llama') {
    report('model_type', `the architecture ${JSON.stringify(modelType)} is not supported; 'llama' is`);
  }
  if (Array.isArray(architectures) && !architectures.includes('LlamaForCausalLM')) {
    report(
      'architectures',
      `the architecture '${architectures.join(', ')}' is not supported; 'LlamaForCausalLM' is`,
    );
  }
  if (modelType === undefined && architectures === undefined) {
    report('model_type', "the config names no architecture; 'llama' is supported");
  }
  if (activation !== undefined && activation !== 'silu' && activation !== 'swish') {
    report('hidden_act', `the activation ${JSON.stringify(activation)} is not supported; 'silu' is`);
  }
  if (mlpBias === true) report('mlp_bias', 'biases in the feed-forward layers are not supported');
}

/** The base frequency where the newer `rope_parameters` holds it. */
function checkRope(source: Source, report: Report): number | undefined {
  if (source.rope_scaling !== undefined && source.rope_scaling !== null) {
    report('rope_scaling', 'scaled rotary position embeddings (rope_scaling) are not supported');
  }
  const rope = source.rope_parameters;
  if (typeof rope !== 'object' || rope === null) return undefined;
  const { rope_type: type, rope_theta: theta, partial_rotary_factor: partial } = rope as Source;
  if (type !== undefined && type !== 'default') {
    report(
      'rope_parameters.rope_type',
      `rotary position embeddings of type ${JSON.stringify(type)} are not supported; 'default' are`,
    );
  }
  if (partial !== undefined && partial !== 1) {
    report('rope_parameters.partial_rotary_factor', 'partial rotary position embeddings are not supported');
  }
  if (theta === undefined) return undefined;
  return readNumber(
    rope as Source,
    'rope_theta',
    undefined,
    (path, message) => report(`rope_parameters.${path}`, message),
    false,
  );
}

function readNumber(
  source: Source,
  path: string,
  fallback: number | undefined,
  report: Report,
  whole: boolean,
): number {
  const value = source[path] ?? fallback;
  if (value === undefined) {
    report(path, `the config lacks '${path}'`);
    return Number.NaN;
  }
  const fits =
    typeof value === 'number' && Number.isFinite(value) && value > 0 && (!whole || Number.isInteger(value));
  // A fallback computed from a value that is itself missing says nothing new.
  if (!fits && !(Number.isNaN(value) && source[path] === undefined)) {
    report(path, `'${path}' must be a positive ${whole ? 'whole ' : ''}number, not ${JSON.stringify(value)}`);
  }
  return Number(value);
}

function readFlag(source: Source, path: string, report: Report): boolean {
  const value = source[path] ?? false;
  if (typeof value !== 'boolean')
    report(path, `'${path}' must be true or false, not ${JSON.stringify(value)}`);
  return value === true;
}
