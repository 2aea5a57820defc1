// Cuts the text of an answer, LaTeX or plain, into tokens.

import { isUnit } from './units.js';

export interface Token {
  /**
   * `number`: digits with a decimal point; `letter`: one letter; `command`: a LaTeX command or a plain word that means one,
   * without the backslash; `text`: words; `mark`: one character.
   */
  readonly kind: 'number' | 'letter' | 'command' | 'text' | 'mark';
  readonly text: string;
  /** White space stands before it. */
  readonly spaced: boolean;
}

/** Undefined for a character that no answer has. */
export function tokenize(source: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const space = /\s*/y;
    space.lastIndex = at;
    const spaced = (space.exec(source)?.[0].length ?? 0) > 0;
    if (spaced) at = space.lastIndex;
    if (at >= source.length) break;
    const found = readToken(source, at, tokens.at(-1), spaced);
    if (!found) return undefined;
    const [end, made] = found;
    for (const token of made) tokens.push({ ...token, spaced });
    at = end;
  }
  return tokens;
}

type Found = readonly [end: number, tokens: readonly Omit<Token, 'spaced'>[]];

function readToken(
  source: string,
  at: number,
  before: Token | undefined,
  spaced: boolean,
): Found | undefined {
  const match = (pattern: RegExp): RegExpExecArray | null => {
    const sticky = new RegExp(pattern, 'y');
    sticky.lastIndex = at;
    return sticky.exec(source);
  };
  const number = match(/\d+(?:\.\d+)?|\.\d+/);
  if (number) return [at + number[0].length, [{ kind: 'number', text: number[0] }]];
  const text = match(
    /\\(?:text|textbf|textit|textrm|textnormal|mbox|mathrm|mathbf|operatorname\*?)\s*\{([^{}]*)\}/,
  );
  if (text) return [at + text[0].length, [textToken(text[1] ?? '', text[0].startsWith('\\mathrm'))]];
  const command = match(/\\([a-zA-Z]+|.)/s);
  if (command) {
    const name = command[1] ?? '';
    return [at + command[0].length, [{ kind: 'command', text: commandNames[name] ?? name }]];
  }
  const word = match(/[a-zA-Z]+/)?.[0];
  if (word !== undefined) return readWord(word, at, before, spaced, source.slice(at + word.length));
  const symbol = source[at] ?? '';
  return '+-*/^_=<>(){}[]|,;:!&%\'~?"'.includes(symbol)
    ? [at + 1, [{ kind: 'mark', text: symbol }]]
    : undefined;
}

/** What a command of words says: a function's name, a letter of its own, or words. */
function textToken(content: string, upright: boolean): Omit<Token, 'spaced'> {
  const words = content
    .replace(/\\[ ,;!]|~/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (functionNames.has(words)) return { kind: 'command', text: words };
  // Constants that are set upright.
  if (upright && (words === 'e' || words === 'i')) return { kind: 'letter', text: words };
  return { kind: 'text', text: words };
}

/** Letters in a row: a name that is known, words after a number, or letters that are multiplied. */
function readWord(word: string, at: number, before: Token | undefined, spaced: boolean, rest: string): Found {
  const end = at + word.length;
  const counted =
    before !== undefined &&
    (before.kind === 'number' || before.kind === 'text' || before.text === '}' || before.text === 'pi');
  if (counted && spaced && isMeasure(word, rest)) {
    const quotient = /^\/[a-zA-Z]+/.exec(rest)?.[0] ?? '';
    return [end + quotient.length, [{ kind: 'text', text: word + quotient }]];
  }
  const command = plainNames.get(word.toLowerCase());
  if (word.length > 1 && command !== undefined) return [end, [{ kind: 'command', text: command }]];
  if (word === 'and' || word === 'or' || word === 'percent') return [end, [{ kind: 'text', text: word }]];
  if (
    counted &&
    spaced &&
    word.length > 1 &&
    (word.length > 2 || unitNames.has(word)) &&
    !'^_('.includes(rest[0] ?? ' ')
  )
    return [end, [{ kind: 'text', text: word }]];
  return [end, Array.from(word, (letter) => ({ kind: 'letter' as const, text: letter }))];
}

/** Units that letters would be taken for: `cm^2`, `m/s^2`, and `min` and `sec` at the end, which are functions else. */
function isMeasure(word: string, rest: string): boolean {
  if (!isUnit(word)) return false;
  const [, under] = /^\/([a-zA-Z]+)(?:\^\{?\d\}?)?\s*(?:$|[.,;)])/.exec(rest) ?? [];
  if (under !== undefined) return isUnit(under);
  return word.length > 1 && /^(?:\^\{?\d\}?)?\s*(?:$|[.,;)])/.test(rest);
}

/** Functions by the names LaTeX gives them. */
export const functionNames: ReadonlySet<string> = new Set(
  'sin cos tan sec csc cot arcsin arccos arctan sinh cosh tanh log ln lg exp sqrt abs floor ceil gcd lcm max min det'.split(
    ' ',
  ),
);

/** Other names for the same command. */
const commandNames: Readonly<Record<string, string>> = {
  dfrac: 'frac',
  tfrac: 'frac',
  cfrac: 'frac',
  dbinom: 'binom',
  tbinom: 'binom',
  leq: 'le',
  leqslant: 'le',
  geq: 'ge',
  geqslant: 'ge',
  lt: '<',
  gt: '>',
  neq: 'ne',
  simeq: 'approx',
  equiv: '=',
  times: 'cdot',
  ast: 'cdot',
  asin: 'arcsin',
  acos: 'arccos',
  atan: 'arctan',
  varphi: 'phi',
  varepsilon: 'epsilon',
  vartheta: 'theta',
  lbrace: '{',
  rbrace: '}',
  lbrack: '[',
  rbrack: ']',
  lvert: 'vert',
  rvert: 'vert',
  mid: 'vert',
  '|': 'vert',
  wedge: 'and',
  land: 'and',
  lor: 'or',
  vee: 'or',
  colon: ':',
  '\\': 'row',
};

/** Words that mean a command without a backslash. */
const plainNames: ReadonlyMap<string, string> = new Map(
  [...functionNames, ...'pi infty alpha beta gamma delta theta lambda mu phi omega sigma rho tau'.split(' ')]
    .map((name): [string, string] => [name, name])
    .concat([
      ['infinity', 'infty'],
      ['inf', 'infty'],
      ['asin', 'arcsin'],
      ['acos', 'arccos'],
      ['atan', 'arctan'],
    ]),
);

/** Whether a word without a backslash is a command. */
export const isPlainName = (word: string): boolean => plainNames.has(word.toLowerCase());

/** Units of two letters that may follow a number as a word. */
const unitNames: ReadonlySet<string> = new Set('cm mm km kg mg ml hr ft in yd lb oz am pm Hz eV'.split(' '));
