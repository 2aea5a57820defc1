// What the compiler asks of the machine it compiles on: models, tokenizers and datasets, looked at but not loaded.
import type { DatasetDefinition } from './dataset-definition.js';
import type { Phase, Span } from './diagnostic.js';
import type { Pilot } from './pilot.js';
import type { ChatTemplate } from './prompt.js';
import type { ResolvedPrompt } from './resolved.js';
import type { TemplateLibrary } from './template.js';

export interface CompilerHost {
  readonly templates: TemplateLibrary;
  /** Where a bundled thing lies: `allot:tiny-base` is a model folder, `allot:arithmetic` a tokenizer.json. */
  resolveBundled(reference: string): string | undefined;
  inspectModel(folder: string): Promise<Phase<ModelInspection>>;
  inspectTokenizer(file: string): Promise<Phase<TokenizerInspection>>;
  /** Renders the prompts of a definition with the tokenizer of a file and what lies beside it; diagnostics have a path. */
  inspectPrompt(request: PromptRequest): Promise<Phase<PromptInspection>>;
  /**
   * Absolute paths of a dataset's files, in their order; none for generated ones. `folder` is that of the definition.
   * Files of the hub are those in the cache; whether missing ones are downloaded is the host's affair.
   */
  locateDataset(definition: DatasetDefinition, folder: string): Promise<Phase<readonly string[]>>;
  /** Whether `locateDataset` asks the network for it: such datasets are looked at when nothing else is wrong. Absent: none. */
  asksNetwork?(definition: DatasetDefinition): boolean;
  /** With the policy's tokenizer, problems that it cannot express are diagnosed too. */
  inspectDataset(
    definition: DatasetDefinition,
    files: readonly string[],
    tokenizer?: Pick<TokenizerInspection, 'encode'>,
  ): Promise<Phase<DatasetInspection>>;
  /** What the pilot with a key has measured, for a definition in a folder; null where it has not been run. */
  findPilot(folder: string, key: string): Promise<Phase<Pilot | null>>;
  /** Problems that both datasets have. */
  findOverlap(trained: LocatedDataset, evaluated: LocatedDataset): Promise<DatasetOverlap>;
}

/** A Hugging Face model folder. What is large is looked at when asked, so that an unsupported model is refused at once. */
export interface ModelInspection {
  /** config.json as read. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Absolute path of the folder's tokenizer.json. */
  readonly tokenizerFile: string;
  /** Reads what the weight files say they hold. */
  readonly weights: () => Promise<Phase<ModelWeights>>;
}

export interface ModelWeights {
  readonly tensors: readonly ModelTensor[];
  /** sha256 of all weights, which are read for it; errors for weights that cannot be trained. */
  readonly digest: () => Promise<Phase<string>>;
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

export interface PromptRequest {
  /** Absolute path of the policy's tokenizer.json. */
  readonly tokenizer: string;
  readonly prompt: Omit<ResolvedPrompt, 'chat'>;
  readonly response: { readonly reasoningOpen: string; readonly reasoningClose: string };
  /** Texts that tiers put around the problem. */
  readonly frames: readonly { readonly system?: string; readonly promptSuffix?: string }[];
}

export interface PromptInspection {
  /** The chat template, where the prompt has one. */
  readonly chat?: ChatTemplate;
  /** Token with which the template ends an answer, where it shows one. */
  readonly endOfTurn?: number;
  /** Most tokens around a problem, the reasoning tag included. */
  readonly frameTokens: number;
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
