// What `allot reproduce --json` prints.

export interface PresetsDocument {
  readonly format: 1;
  readonly presets: readonly ListedPreset[];
}

export interface ListedPreset {
  readonly name: string;
  readonly method: string;
  readonly title: string;
  readonly paper: {
    readonly title: string;
    /** Number at arXiv. */
    readonly arxiv?: string;
    /** Released code, as repository at commit. */
    readonly code?: string;
  };
  /** Repository of the Hugging Face hub. */
  readonly base: string;
  /** Engines that can express the definition. */
  readonly engines: readonly ('onnx' | 'torch' | 'verl' | 'trl')[];
  /** Whether the definition has all of the method. */
  readonly faithful: boolean;
  /** Share of the base's tokens that was saved in natural mode, over the published benchmarks; absent where no numbers of both are recorded. */
  readonly tokensSaved?: number;
}
