// What the compiler asks of the machine it compiles on: models, tokenizers and datasets, looked at but not loaded.
import type { DatasetDefinition } from './definition.js';
import type { Phase } from './diagnostic.js';
import type { TemplateLibrary } from './template.js';

export interface CompilerHost {
  readonly templates: TemplateLibrary;
  /** Where a bundled thing lies: `allot:tiny-base` is a model folder, `allot:arithmetic` a tokenizer.json. */
  resolveBundled(reference: string): string | undefined;
  inspectModel(folder: string): Promise<Phase<ModelInspection>>;
  inspectTokenizer(file: string): Promise<Phase<TokenizerInspection>>;
  /**
   * `file` is the absolute path of the dataset's file, where it has one. With the policy's tokenizer, problems that
   * it cannot express are diagnosed too.
   */
  inspectDataset(
    definition: DatasetDefinition,
    file: string | undefined,
    tokenizer?: Pick<TokenizerInspection, 'encode'>,
  ): Promise<Phase<DatasetInspection>>;
}

/** A Hugging Face model folder. */
export interface ModelInspection {
  /** config.json as read. */
  readonly config: Readonly<Record<string, unknown>>;
  /** sha256 of all weights. */
  readonly weightsDigest: string;
  readonly tensors: readonly ModelTensor[];
  /** Absolute path of the folder's tokenizer.json. */
  readonly tokenizerFile: string;
}

export interface ModelTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Safetensors name, for instance `F32`. */
  readonly dtype: string;
}

export interface TokenizerInspection {
  /** sha256 of the file's content. */
  readonly digest: string;
  readonly vocabularySize: number;
  /** Token ids of the text; undefined when it has characters that the tokenizer cannot express. */
  readonly encode: (text: string) => readonly number[] | undefined;
  /** Token that the tokenizer itself calls the end of a sequence. */
  readonly eosToken?: number;
  /** All tokens that end a response. */
  readonly stopTokens: readonly number[];
  /** Token id of each special token, by its text. */
  readonly specialTokens: Readonly<Record<string, number>>;
}

export interface DatasetInspection {
  /** sha256 of the file; absent for generated datasets. */
  readonly digest?: string;
  /** Number of problems. */
  readonly rows: number;
  /** Least and greatest difficulty, where rows state one. */
  readonly difficulty?: readonly [number, number];
  /** Tokens of the longest problem text, where the tokenizer is the arithmetic one. */
  readonly longestPromptTokens?: number;
}
