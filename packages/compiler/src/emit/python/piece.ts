// A piece of emitted code: what it computes, and how tightly its outermost operator binds.
import { type Code, list, prefix } from './layout.js';

export interface Piece {
  readonly code: Code;
  /** `flag`: booleans, one a row. `column`: numbers, one a row. `constant`: a Python float. */
  readonly type: 'flag' | 'column' | 'constant';
  readonly strength: number;
  /** Value of a literal. */
  readonly literal?: number;
}

/** How tightly Python's operators bind; `|` and `&` bind more tightly than comparisons. */
export const strengths = {
  '<': 1,
  '<=': 1,
  '>': 1,
  '>=': 1,
  '==': 1,
  '!=': 1,
  '|': 2,
  '&': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
} as const;
export type PythonOperator = keyof typeof strengths;

const UNARY = 6;
const POWER = 7;
const ATOM = 8;

export const atom = (code: Code, type: Piece['type']): Piece => ({ code, type, strength: ATOM });

export const callOf = (name: string, ...operands: readonly Code[]): Piece =>
  atom(list(`${name}(`, operands, ')'), 'column');

/** In parentheses where it binds less tightly than its surroundings ask. */
const within = (piece: Piece, strength: number): Code =>
  piece.strength < strength ? { kind: 'parentheses', inner: piece.code } : piece.code;

export const unary = (operator: '-' | '~', operand: Piece, type: Piece['type']): Piece => ({
  code: prefix(operator, within(operand, operand.literal === undefined ? UNARY : ATOM)),
  type,
  strength: UNARY,
});

export const power = (base: Piece, exponent: number): Piece => ({
  code: { kind: 'chain', first: within(base, ATOM), rest: [['**', String(exponent)]] },
  type: 'column',
  strength: POWER,
});

/** Operands of one precedence stand in one chain; comparisons do not chain in Python as they do elsewhere. */
export function infix(operator: PythonOperator, left: Piece, right: Piece, type: Piece['type']): Piece {
  const strength = strengths[operator];
  const first = within(left, strength === 1 ? 2 : strength);
  const last: readonly [string, Code] = [operator, within(right, strength + 1)];
  const longer = left.strength === strength && typeof first !== 'string' && first.kind === 'chain';
  const code: Code = longer
    ? { ...first, rest: [...first.rest, last] }
    : { kind: 'chain', first, rest: [last] };
  return { code, type, strength };
}

export function literal(value: number): Piece {
  const digits = /^-?\d+$/.test(String(value));
  const text = digits ? `${Object.is(value, -0) ? '-0' : value}.0` : (names.get(value) ?? String(value));
  return {
    code: text,
    type: 'constant',
    strength: text.startsWith('-') ? UNARY : ATOM,
    literal: value,
  };
}

const names: ReadonlyMap<number, string> = new Map([
  [Math.PI, 'np.pi'],
  [Number.NaN, 'np.nan'],
  [Number.POSITIVE_INFINITY, 'np.inf'],
  [Number.NEGATIVE_INFINITY, '-np.inf'],
]);

/** A whole literal beside a column needs no decimal point: the column makes it a float. */
export function besideColumn(piece: Piece, other: Piece): Piece {
  const { literal: value } = piece;
  if (value === undefined || other.type !== 'column') return piece;
  const whole = Number.isSafeInteger(value) && !Object.is(value, -0);
  return whole ? { ...piece, code: String(value) } : piece;
}

/** Flags as the numbers 0 and 1. */
export const asNumber = (piece: Piece): Piece =>
  piece.type === 'flag' ? callOf('np.where', piece.code, '1.0', '0.0') : piece;
