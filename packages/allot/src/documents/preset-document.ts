// What `allot reproduce NAME --json` prints.
import type { ListedPreset } from './presets-document.js';

export interface PresetDocument extends ListedPreset {
  readonly format: 1;
  /** The diagnostic of each engine that cannot express it. */
  readonly refusedBy: Readonly<Partial<Record<'onnx' | 'torch' | 'verl' | 'trl', string>>>;
  /** Where the definition runs unless a flag says otherwise; no part of what was published. */
  readonly engine: { readonly name: 'onnx' | 'torch' | 'verl' | 'trl'; readonly device?: string };
  /** In the order of the definition. */
  readonly settings: readonly PresetSetting[];
  /** Findings that are meant, each with the reason. */
  readonly allow: Readonly<Record<string, string>>;
  /** What the paper does not state. */
  readonly unstated: readonly string[];
  /** What of the method is left out, because a definition cannot say it. */
  readonly missing: readonly string[];
  /** Empty: not recorded. */
  readonly published: readonly PublishedTableDocument[];
}

export interface PresetSetting {
  /** As --set has it. */
  readonly path: string;
  /** A number, a text, a flag, or a list of such. */
  readonly value: unknown;
  readonly source: 'paper' | 'code' | 'assumed';
  /** Where it stands; of what was assumed, the reason. */
  readonly where: string;
}

export interface PublishedTableDocument {
  /** Whose table it is. */
  readonly source: string;
  /** `natural`, `efficient` or `budget=N`. */
  readonly mode: string;
  readonly results: readonly {
    readonly benchmark: string;
    /** Percent. */
    readonly accuracy: number;
    /** Mean tokens a response; absent where they are not recorded. */
    readonly tokens?: number;
    /** The base model's own, under the same protocol. */
    readonly base?: { readonly accuracy: number; readonly tokens: number };
  }[];
}
