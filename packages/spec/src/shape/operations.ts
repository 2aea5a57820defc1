// What every operator and function of a shape means for numbers: as in JavaScript, flags being 0 and 1.

export type UnaryOperator = '-' | '!';
export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '**'
  | '<'
  | '<='
  | '>'
  | '>='
  | '=='
  | '!='
  | '&&'
  | '||';

const unaryNames = [
  'abs',
  'acos',
  'asin',
  'atan',
  'cbrt',
  'ceil',
  'cos',
  'cosh',
  'exp',
  'expm1',
  'floor',
  'log',
  'log10',
  'log1p',
  'log2',
  'round',
  'sign',
  'sin',
  'sinh',
  'sqrt',
  'tan',
  'tanh',
  'trunc',
] as const;
const binaryNames = ['pow', 'atan2'] as const;
const foldedNames = ['min', 'max'] as const;

/** Named as in `Math`. */
export const shapeFunctions = [...unaryNames, ...binaryNames, ...foldedNames] as const;
export type UnaryFunction = (typeof unaryNames)[number];
export type BinaryFunction = (typeof binaryNames)[number];
export type FoldedFunction = (typeof foldedNames)[number];
export type ShapeFunction = UnaryFunction | BinaryFunction | FoldedFunction;

type Unary = (a: number) => number;
type Binary = (a: number, b: number) => number;

const flag = (value: boolean): number => (value ? 1 : 0);

/** 0 and NaN are false, every other number is true. */
export const holds = (value: number): boolean => value !== 0 && !Number.isNaN(value);

export const unaryOperations: Readonly<Record<UnaryOperator, Unary>> = {
  '-': (a: number) => -a,
  '!': (a: number) => flag(!holds(a)),
};

/** `&&` and `||` give one of their operands, as JavaScript's do. */
export const binaryOperations: Readonly<Record<BinaryOperator, Binary>> = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
  '%': (a: number, b: number) => a % b,
  '**': (a: number, b: number) => a ** b,
  '<': (a: number, b: number) => flag(a < b),
  '<=': (a: number, b: number) => flag(a <= b),
  '>': (a: number, b: number) => flag(a > b),
  '>=': (a: number, b: number) => flag(a >= b),
  '==': (a: number, b: number) => flag(a === b),
  '!=': (a: number, b: number) => flag(a !== b),
  '&&': (a: number, b: number) => (holds(a) ? b : a),
  '||': (a: number, b: number) => (holds(a) ? a : b),
};

/** Functions of one argument. */
export const unaryFunctions: Readonly<Record<UnaryFunction, Unary>> = Object.fromEntries(
  unaryNames.map((name) => [name, Math[name]]),
) as Record<UnaryFunction, Unary>;

export const binaryFunctions: Readonly<Record<BinaryFunction, Binary>> = {
  pow: (a: number, b: number) => a ** b,
  atan2: Math.atan2,
};

/** Functions of any number of arguments, at least one, made from a function of two. */
export const foldedFunctions: Readonly<Record<FoldedFunction, Binary>> = {
  min: (a: number, b: number) => Math.min(a, b),
  max: (a: number, b: number) => Math.max(a, b),
};

/** Least and greatest number of arguments. */
export const arity = (name: ShapeFunction): readonly [least: number, most: number] =>
  name in unaryFunctions ? [1, 1] : name in binaryFunctions ? [2, 2] : [1, Number.POSITIVE_INFINITY];
