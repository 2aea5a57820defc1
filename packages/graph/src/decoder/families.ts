// The decoder families that the graphs compute, and how they differ, as Hugging Face transformers has them.
import { type ConfigReader, type ConfigSource, show } from './config-reader.js';

export interface Family {
  /** The class in `architectures` of config.json. */
  readonly architecture: string;
  /** What transformers takes where config.json is silent; absent: it follows from the other sizes. */
  readonly defaults: {
    readonly maxPositions: number;
    readonly keyValueHeads?: number;
    readonly headDim?: number;
  };
  /** Biases of the query, key and value projections, given config.json's `attention_bias`. */
  readonly attentionBias: (stated: boolean) => boolean;
  /** Bias of the projection that ends attention. */
  readonly outputBias: (stated: boolean) => boolean;
  /** Queries and keys pass through an RMSNorm over each head before they are rotated. */
  readonly queryKeyNorm: boolean;
}

/** By `model_type`. */
export const families = {
  llama: {
    architecture: 'LlamaForCausalLM',
    defaults: { maxPositions: 2048 },
    attentionBias: (stated) => stated,
    outputBias: (stated) => stated,
    queryKeyNorm: false,
  },
  qwen2: {
    architecture: 'Qwen2ForCausalLM',
    defaults: { maxPositions: 32_768, keyValueHeads: 32 },
    attentionBias: () => true,
    outputBias: () => false,
    queryKeyNorm: false,
  },
  qwen3: {
    architecture: 'Qwen3ForCausalLM',
    defaults: { maxPositions: 32_768, keyValueHeads: 32, headDim: 128 },
    attentionBias: (stated) => stated,
    outputBias: (stated) => stated,
    queryKeyNorm: true,
  },
} as const satisfies Readonly<Record<string, Family>>;

type FamilyName = keyof typeof families;

const names = Object.keys(families) as readonly FamilyName[];
const architectures = names.map((name) => families[name].architecture).join(', ');
const remedy = 'Use a Llama, Qwen2 or Qwen3 decoder (LlamaForCausalLM, Qwen2ForCausalLM, Qwen3ForCausalLM).';

/** The family that a config.json names; undefined, and a problem, where it is none of these. */
export function readFamily(source: ConfigSource, { report }: ConfigReader): Family | undefined {
  const { model_type: modelType, architectures: stated } = source;
  if (modelType === undefined && stated === undefined) {
    report('model_type', 'the config names no architecture', remedy);
    return undefined;
  }
  const classes = Array.isArray(stated) ? stated : [];
  const byType = names.find((name) => name === modelType);
  const byClass = names.find((name) => classes.includes(families[name].architecture));
  if (modelType !== undefined && byType === undefined) {
    report(
      'model_type',
      `the architecture ${show(modelType)} is not supported${reasonAgainst(modelType)}`,
      remedy,
    );
    return undefined;
  }
  const name = byType ?? byClass;
  if (name === undefined || (Array.isArray(stated) && name !== byClass)) {
    const expected = name === undefined ? architectures : families[name].architecture;
    report('architectures', `the architecture ${show(stated)} is not supported; ${expected} is`, remedy);
    return undefined;
  }
  return families[name];
}

/** Why a well-known other architecture is none of these. */
function reasonAgainst(modelType: unknown): string {
  const name = String(modelType);
  if (/moe|mixtral|deepseek/.test(name)) return ': the graphs have no mixture of experts';
  if (/mistral|phi3/.test(name)) return ': the graphs have no sliding-window attention';
  if (/gemma/.test(name)) return ': the graphs have no scaled embeddings and no soft-capped logits';
  return '';
}
