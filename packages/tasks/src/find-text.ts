// Where a text stands among tokens: tags and markers may be several tokens, and merge with what is beside them.
import type { Tokenizer } from './tokenizer/tokenizer.js';

/** Response tokens around the first occurrence of a text. */
export interface TextPlace {
  /** Number of tokens that begin before it. */
  readonly before: number;
  /** Number of tokens until it is complete; the last of them may hold what follows it, too. */
  readonly through: number;
}

type Decoder = Pick<Tokenizer, 'addedTokens' | 'decode'>;

/** Tokens that are decoded at once. */
const WINDOW = 64;

/** Undefined where the text does not occur. A text that is an added token is found by its id, any other in what the tokens say. */
export function findText(tokens: ArrayLike<number>, text: string, tokenizer: Decoder): TextPlace | undefined {
  const added = tokenizer.addedTokens[text];
  const all = Array.from(tokens);
  if (added !== undefined) {
    const at = all.indexOf(added);
    return at < 0 ? undefined : { before: at, through: at + 1 };
  }
  // A text has at most as many tokens as bytes, so that every occurrence lies in one window.
  const most = WINDOW + Buffer.byteLength(text);
  const has = (from: number, to: number): boolean => tokenizer.decode(all.slice(from, to)).includes(text);
  for (let start = 0; start < all.length; start += WINDOW) {
    const end = Math.min(start + most, all.length);
    if (!has(start, end)) continue;
    const through = least(start + 1, end, (to) => has(start, to));
    const begin = least(start + 1, through, (from) => !has(from, through)) - 1;
    const whole = tokenizer.decode(all.slice(begin, through)).startsWith(text);
    return { before: whole ? begin : begin + 1, through };
  }
  return undefined;
}

/** The least number from `from` to `to` for which the test holds; it holds for `to`, and from its first on for all. */
function least(from: number, to: number, test: (value: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Number of tokens before the first closing tag; all of them where the reasoning is not closed. */
export const countThinkingTokens = (
  tokens: ArrayLike<number>,
  reasoningClose: string,
  tokenizer: Decoder,
): number =>
  reasoningClose === '' ? 0 : (findText(tokens, reasoningClose, tokenizer)?.before ?? tokens.length);
