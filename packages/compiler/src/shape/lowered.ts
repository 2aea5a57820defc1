// What lowering knows of a value: its expression, whether it is a number or a flag, and who shares it.
import { type Expression, evaluateShape, type ReduceScope, shape } from '@allot/spec';

/** `either` is `number | boolean`, as in `correct && tokens`; `unknown` follows a mistake and fits everywhere. */
export type ValueType = 'number' | 'flag' | 'either' | 'unknown';

/** Who shares the value, at most: a token alone, its row, its tier, its group, its batch; a constant is the same for all. */
export type Extent = 'token' | 'row' | ReduceScope | 'constant';

export interface Lowered {
  readonly expression: Expression;
  readonly type: ValueType;
  readonly extent: Extent;
}

const extents: readonly Extent[] = ['token', 'row', 'tier', 'group', 'batch', 'constant'];

/** Whether a value is the same for all rows of a scope, or for all tokens of a row. */
export const isShared = (extent: Extent, scope: ReduceScope | 'row'): boolean =>
  extents.indexOf(extent) >= extents.indexOf(scope);

/** The extent of what is made of values. */
export const commonExtent = (...values: readonly Lowered[]): Extent =>
  extents.find((extent) => values.some((value) => value.extent === extent)) ?? 'constant';

/** The type of what is one value or the other. */
export function commonType(a: ValueType, b: ValueType): ValueType {
  if (a === b || b === 'unknown') return a;
  return a === 'unknown' ? b : 'either';
}

/** Stands where a mistake was told, so that lowering goes on and tells the others. */
export const failed: Lowered = { expression: shape.number(0), type: 'unknown', extent: 'constant' };

export const constantNumber = (value: number): Lowered => ({
  expression: exactNumber(value),
  type: 'number',
  extent: 'constant',
});

export const constantFlag = (value: boolean): Lowered => ({
  expression: shape.number(value ? 1 : 0),
  type: 'flag',
  extent: 'constant',
});

/** Plain data knows no -0. */
const exactNumber = (value: number): Expression =>
  Object.is(value, -0) ? shape.negate(0) : shape.number(value);

/** A named constant. */
export const namedConstant = (name: string, value: number, type: ValueType): Lowered => ({
  expression: Object.is(value, -0) ? shape.negate(shape.parameter(name, 0)) : shape.parameter(name, value),
  type,
  extent: 'constant',
});

/** The number that a constant expression is. */
export const foldConstant = ({ expression }: Lowered): number =>
  evaluateShape(expression, { length: 1, fields: {} })[0] as number;

/** Whether an expression may stand in several places without being named. */
export const isTrivial = ({ expression: { kind } }: Lowered): boolean =>
  kind === 'number' || kind === 'parameter' || kind === 'field' || kind === 'local';
