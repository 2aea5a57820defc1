// Short names for what formulas are written with.
import { type Expression, shape } from '@allot/spec';

type Operand = Expression | number;

export const plus = (first: Operand, ...rest: readonly [Operand, ...Operand[]]): Expression =>
  rest.reduce<Operand>((sum, term) => shape.add(sum, term), first) as Expression;
export const times = (first: Operand, ...rest: readonly [Operand, ...Operand[]]): Expression =>
  rest.reduce<Operand>((product, factor) => shape.multiply(product, factor), first) as Expression;
export const minus = shape.subtract;
export const over = shape.divide;

export const atMost = (left: Operand, right: Operand): Expression => shape.binary(left, '<=', right);
export const atLeast = (left: Operand, right: Operand): Expression => shape.binary(left, '>=', right);
export const below = (left: Operand, right: Operand): Expression => shape.binary(left, '<', right);
export const above = (left: Operand, right: Operand): Expression => shape.binary(left, '>', right);
export const equal = (left: Operand, right: Operand): Expression => shape.binary(left, '==', right);

export const { when, not, negate, define } = shape;

export const abs = (x: Operand): Expression => shape.call('abs', x);
export const exp = (x: Operand): Expression => shape.call('exp', x);
export const sqrt = (x: Operand): Expression => shape.call('sqrt', x);
export const ceil = (x: Operand): Expression => shape.call('ceil', x);
export const floor = (x: Operand): Expression => shape.call('floor', x);
export const min = (...values: readonly Operand[]): Expression => shape.call('min', ...values);
export const max = (...values: readonly Operand[]): Expression => shape.call('max', ...values);
export const clip = (x: Operand, least: Operand, most: Operand): Expression => min(max(x, least), most);
export const square = (x: Expression): Expression => shape.binary(x, '**', 2);

/** sigma(x) = 1 / (1 + exp(-x)) */
export const sigmoid = (x: Operand): Expression => over(1, plus(1, exp(negate(x))));
