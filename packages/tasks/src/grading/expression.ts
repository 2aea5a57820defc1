// An answer as read: numbers, algebra, and what is made of them (tuples, sets, intervals, matrices, relations).
import type { Rational } from './rational.js';

export type Expression =
  | { readonly kind: 'number'; readonly value: Rational }
  /** Digits in a stated base, `204_5`. */
  | { readonly kind: 'based'; readonly digits: string; readonly base: number }
  /** A letter with its subscript, a Greek letter, a constant such as `pi`, or a set such as `R`. */
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'infinity' }
  | { readonly kind: 'sum'; readonly terms: readonly Expression[] }
  | { readonly kind: 'product'; readonly factors: readonly Expression[] }
  | { readonly kind: 'quotient'; readonly over: Expression; readonly under: Expression }
  | { readonly kind: 'power'; readonly base: Expression; readonly exponent: Expression }
  | { readonly kind: 'negative'; readonly of: Expression }
  /** `left ± right`; sign -1 for `∓`. */
  | {
      readonly kind: 'plus-minus';
      readonly left: Expression;
      readonly right: Expression;
      readonly sign: 1 | -1;
    }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Expression[] }
  /** A value with what it counts: `%`, `deg`, `$`, `cm^2`, `dogs`. */
  | { readonly kind: 'measure'; readonly of: Expression; readonly unit: string }
  | { readonly kind: 'text'; readonly text: string }
  /** `a : b : c` */
  | { readonly kind: 'ratio'; readonly parts: readonly Expression[] }
  /** A tuple, a vector or an interval. */
  | { readonly kind: 'tuple'; readonly open: Bracket; readonly close: Bracket; readonly items: Items }
  | { readonly kind: 'set'; readonly items: Items }
  /** Several answers, in any order. */
  | { readonly kind: 'list'; readonly items: Items; readonly joint: Joint }
  | { readonly kind: SetOperation; readonly parts: readonly Expression[] }
  | { readonly kind: 'matrix'; readonly rows: readonly Items[] }
  /** `parts[0] operators[0] parts[1] ...` */
  | {
      readonly kind: 'relation';
      readonly parts: readonly Expression[];
      readonly operators: readonly Operator[];
    };

export type Items = readonly Expression[];
export type Bracket = '(' | ')' | '[' | ']';
export type SetOperation = 'union' | 'intersection' | 'difference';
export type Operator = '=' | '<' | '>' | '<=' | '>=' | '!=' | 'in';
/** What stands between several answers. */
export type Joint = ',' | 'and' | 'or';

export type Relation = Extract<Expression, { readonly kind: 'relation' }>;

/** Expressions right below an expression, in the order they are written. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'sum':
      return expression.terms;
    case 'product':
      return expression.factors;
    case 'quotient':
      return [expression.over, expression.under];
    case 'power':
      return [expression.base, expression.exponent];
    case 'negative':
    case 'measure':
      return [expression.of];
    case 'plus-minus':
      return [expression.left, expression.right];
    case 'call':
      return expression.operands;
    case 'ratio':
    case 'union':
    case 'intersection':
    case 'difference':
    case 'relation':
      return expression.parts;
    case 'tuple':
    case 'set':
    case 'list':
      return expression.items;
    case 'matrix':
      return expression.rows.flat();
    default:
      return [];
  }
}

/** Whether an expression, or one below it, is such. */
export const contains = (expression: Expression, is: (one: Expression) => boolean): boolean =>
  is(expression) || childrenOf(expression).some((child) => contains(child, is));

/** Symbols that stand for numbers of their own. */
export const constants: ReadonlySet<string> = new Set(['pi', 'e', 'i']);

/** Letters of an expression that stand for no number of their own. */
export function unknownsOf(expression: Expression, into = new Set<string>()): Set<string> {
  if (expression.kind === 'symbol' && !constants.has(expression.name)) into.add(expression.name);
  for (const child of childrenOf(expression)) unknownsOf(child, into);
  return into;
}
