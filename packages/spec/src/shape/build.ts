// Short constructors for expressions, for templates and tests.
import type { AnyScope, Expression, Reducer, Reduction, SignalLevel } from './expression.js';
import type { AnyField } from './fields.js';
import type { BinaryOperator, ShapeFunction } from './operations.js';

export type Operand = Expression | number;

export const number = (value: number): Expression => ({ kind: 'number', value });
export const field = (name: AnyField): Expression => ({ kind: 'field', name });
/** A cell of the run's memory. */
export const state = (name: string): Expression => ({ kind: 'state', name });
/** A number from outside. */
export const signal = (name: string, per: SignalLevel): Expression => ({ kind: 'signal', name, per });
export const parameter = (name: string, value: number): Expression => ({ kind: 'parameter', name, value });

const lift = (operand: Operand): Expression => (typeof operand === 'number' ? number(operand) : operand);

export const binary = (left: Operand, operator: BinaryOperator, right: Operand): Expression => ({
  kind: 'binary',
  operator,
  left: lift(left),
  right: lift(right),
});
export const add = (left: Operand, right: Operand): Expression => binary(left, '+', right);
export const subtract = (left: Operand, right: Operand): Expression => binary(left, '-', right);
export const multiply = (left: Operand, right: Operand): Expression => binary(left, '*', right);
export const divide = (left: Operand, right: Operand): Expression => binary(left, '/', right);
export const negate = (operand: Operand): Expression => ({
  kind: 'unary',
  operator: '-',
  operand: lift(operand),
});
export const not = (operand: Operand): Expression => ({
  kind: 'unary',
  operator: '!',
  operand: lift(operand),
});
export const call = (name: ShapeFunction, ...operands: readonly Operand[]): Expression => ({
  kind: 'call',
  function: name,
  arguments: operands.map(lift),
});
export const when = (test: Expression, consequent: Operand, alternative: Operand): Expression => ({
  kind: 'conditional',
  test,
  consequent: lift(consequent),
  alternative: lift(alternative),
});

/** Names an intermediate: `body` gets the expression that reads it. */
export const define = (
  name: string,
  value: Operand,
  body: (local: Expression) => Expression,
): Expression => ({
  kind: 'let',
  name,
  value: lift(value),
  body: body({ kind: 'local', name }),
});

export type ReduceOptions = Partial<Omit<Reduction, 'kind' | 'reducer' | 'scope' | 'of'>>;

/** `empty` is 0 and `ddof` is 1 where they are left out. */
export const reduce = (
  reducer: Reducer,
  scope: AnyScope,
  of: Operand,
  { empty = 0, ddof = 1, ...rest }: ReduceOptions = {},
): Expression => ({ kind: 'reduce', reducer, scope, of: lift(of), ...rest, empty, ddof });
