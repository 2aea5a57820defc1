// A prompt without a chat template: texts one after another.
import type { Problem } from '@allot/spec';
import type { Tokenizer } from '../tokenizer/tokenizer.js';

/** What stands around the problem of a prompt. */
export interface PromptFrame {
  /** Before the problem. */
  readonly system?: string;
  /** Between the problem and the tag that opens the reasoning. */
  readonly promptSuffix?: string;
}

/** A prompt as text and as the tokens of that text. */
export interface Prompt {
  readonly text: string;
  readonly tokens: Int32Array;
}

/** The problem in its frame and the tag that opens the reasoning. */
export const printPlain = (
  { problem }: Pick<Problem, 'problem'>,
  { reasoningOpen }: { readonly reasoningOpen: string },
  { system = '', promptSuffix = '' }: PromptFrame = {},
): string => system + problem + promptSuffix + reasoningOpen;

/** A plain text with the tokens that stand before every text, unless it begins with them already. */
export function encodePlain(text: string, tokenizer: Tokenizer): Prompt {
  const { prefix } = tokenizer;
  const before = tokenizer.decode(prefix);
  if (prefix.length === 0 || text.startsWith(before)) return { text, tokens: tokenizer.encode(text) };
  return { text: before + text, tokens: Int32Array.of(...prefix, ...tokenizer.encode(text)) };
}
