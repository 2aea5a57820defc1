// A place in the tokens of an answer.
import type { Expression } from './expression.js';
import type { Token } from './math-tokens.js';

/** The tokens are no answer in the grammar, so the answer can only be compared as text. */
export class Unreadable extends Error {}

/** Brackets are nested deeper than any answer has them. */
export class TooDeep extends Error {}

const MOST_NESTED = 64;

/** How what is inside of brackets is read: handed down, since brackets hold answers and answers hold brackets. */
export interface Grammar {
  readonly list: (cursor: TokenCursor) => Expression;
  readonly sum: (cursor: TokenCursor) => Expression;
  readonly power: (cursor: TokenCursor) => Expression;
}

export class TokenCursor {
  readonly grammar: Grammar;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  /** What is left of a number whose first digit was an argument of its own, as in `\frac12`. */
  #rest: Token | undefined;
  /** How many absolute values are open: there, a bar closes. */
  bars = 0;

  constructor(tokens: readonly Token[], grammar: Grammar) {
    this.#tokens = tokens;
    this.grammar = grammar;
  }

  peek(ahead = 0): Token | undefined {
    return ahead === 0 && this.#rest ? this.#rest : this.#tokens[this.#at + ahead];
  }

  take(): Token {
    const token = this.peek();
    if (!token) throw new Unreadable();
    if (this.#rest) this.#rest = undefined;
    this.#at++;
    return token;
  }

  /** Whether the next token is such; `ahead` looks further. */
  is(kind: Token['kind'], text?: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === kind && (text === undefined || token.text === text);
  }

  /** Takes the next token where it is such. */
  accept(kind: Token['kind'], text?: string): boolean {
    const found = this.is(kind, text);
    if (found) this.take();
    return found;
  }

  expect(kind: Token['kind'], text?: string): Token {
    if (!this.is(kind, text)) throw new Unreadable();
    return this.take();
  }

  /** The first digit of the next number alone: LaTeX reads `\frac12` as 1 over 2. */
  takeDigit(): string {
    const { text, spaced } = this.expect('number');
    if (text.length > 1) {
      this.#at--;
      this.#rest = { kind: 'number', text: text.slice(1), spaced };
    }
    return text.slice(0, 1) === '.' ? text : text.slice(0, 1);
  }

  /** Reads something that is inside of something else. */
  nested<T>(read: () => T): T {
    if (++this.#depth > MOST_NESTED) throw new TooDeep();
    const result = read();
    this.#depth--;
    return result;
  }

  get ended(): boolean {
    return this.peek() === undefined;
  }

  /** The tokens' texts up to the brace that closes the group, which is taken, too. */
  rawGroup(): string {
    this.expect('mark', '{');
    let text = '';
    for (let open = 1; ; ) {
      const token = this.take();
      if (token.kind === 'mark' && token.text === '{') open++;
      if (token.kind === 'mark' && token.text === '}' && --open === 0) return text;
      text += token.text;
    }
  }
}
