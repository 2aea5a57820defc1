// What the compiler asks of the machine it compiles on: models, tokenizers and datasets, looked at but not loaded.
import type { DatasetDefinition } from './dataset-definition.js';
import type { Phase, Span } from './diagnostic.js';
import type { TemplateLibrary } from './template.js';

export interface CompilerHost {
  readonly templates: TemplateLibrary;
  /** Where a bundled thing lies: `allot:tiny-base` is a model folder, `allot:arithmetic` a tokenizer.json. */
  resolveBundled(reference: string): string | undefined;
  inspectModel(folder: string): Promise<Phase<ModelInspection>>;
  inspectTokenizer(file: string): Promise<Phase<TokenizerInspection>>;
  /**
   * Absolute paths of a dataset's files, in their order; none for generated ones. `folder` is that of the definition.
   * Files of the hub are those in the cache; whether missing ones are downloaded is the host's affair.
   */
  locateDataset(definition: DatasetDefinition, folder: string): Promise<Phase<readonly string[]>>;
  /** With the policy's tokenizer, problems that it cannot express are diagnosed too. */
  inspectDataset(
    definition: DatasetDefinition,
    files: readonly string[],
    tokenizer?: Pick<TokenizerInspection, 'encode'>,
  ): Promise<Phase<DatasetInspection>>;
  /** Problems that both datasets have. */
  findOverlap(trained: LocatedDataset, evaluated: LocatedDataset): Promise<DatasetOverlap>;
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
  /** Token id of each special token, by its text. */
  readonly specialTokens: Readonly<Record<string, number>>;
}

export interface LocatedDataset {
  readonly definition: DatasetDefinition;
  readonly files: readonly string[];
}

/** How many problems of the second dataset the first has too. */
export interface DatasetOverlap {
  /** The same text. */
  readonly exact: number;
  /** The same but for case, white space, punctuation and spacing of LaTeX; the exact ones among them. */
  readonly normalised: number;
  /** A few of them, exact ones first. */
  readonly examples: readonly OverlapExample[];
}

export interface OverlapExample {
  readonly exact: boolean;
  readonly trained: { readonly id: string; readonly span?: Span };
  readonly evaluated: { readonly id: string; readonly span?: Span };
}

export interface DatasetInspection {
  /** sha256 of the file, or of the files' digests where there are several; absent for generated datasets. */
  readonly digest?: string;
  /** Number of problems. */
  readonly rows: number;
  /** Rows left out, by reason; absent where there are none. */
  readonly dropped?: Readonly<Record<string, number>>;
  /** Least and greatest difficulty, where rows state one. */
  readonly difficulty?: readonly [number, number];
  /** Tokens of the longest problem text; characters where there is no tokenizer. */
  readonly longestPromptTokens?: number;
}
