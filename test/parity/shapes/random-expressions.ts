// Random expressions whose value does not hang on the last bit of a mathematical library.
import {
  type AnyField,
  type AnyScope,
  type Expression,
  evaluateShape,
  evaluateTokens,
  isOfTokens,
  reducers,
  shape,
  shapeFields,
  tokenFields,
  type UnaryFunction,
} from '@allot/spec';
import fc from 'fast-check';
import { evenGroups } from './random-rows.js';

type Arbitrary = fc.Arbitrary<Expression>;

const leafOf = (fields: readonly AnyField[]): Arbitrary =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...fields).map(shape.field) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(-2, -1, -0, 0, 1, 2, 0.5, 3, 1e-3, 512, 1e21, Math.PI).map(shape.number),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(['beta', 4], ['alpha', 1 / 4096], ['lambda', -0.25])
        .map(([name, value]) => shape.parameter(name as string, value as number)),
    },
  );

/** What an expression looks at. */
type Level = 'row' | 'token';
const leaves: Readonly<Record<Level, Arbitrary>> = {
  row: leafOf(shapeFields),
  token: leafOf([...shapeFields, ...tokenFields, ...tokenFields]),
};

/** Computed alike to the last bit in every language, and so free to be compared, rounded and cancelled. */
function exact(depth: number, level: Level = 'row', locals: readonly string[] = []): Arbitrary {
  const leaf = leaves[level];
  const here: Arbitrary =
    locals.length === 0
      ? leaf
      : fc.oneof(
          { weight: 2, arbitrary: leaf },
          {
            weight: 1,
            arbitrary: fc.constantFrom(...locals).map((name): Expression => ({ kind: 'local', name })),
          },
        );
  if (depth === 0) return here;
  const inner = exact(depth - 1, level, locals);
  const binary = fc
    .tuple(
      inner,
      fc.constantFrom('+', '-', '*', '/', '%', '<', '<=', '>', '>=', '==', '!=', '&&', '||'),
      inner,
    )
    .map(([left, operator, right]) => shape.binary(left, operator, right));
  const unary = fc
    .tuple(fc.constantFrom('abs', 'ceil', 'floor', 'round', 'sign', 'sqrt', 'trunc'), inner)
    .map(([name, operand]) => shape.call(name, operand));
  const name = `x${locals.length}`;
  return fc.oneof(
    { weight: 1, arbitrary: here },
    { weight: 4, arbitrary: binary },
    { weight: 2, arbitrary: unary },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('-', '!'), inner)
        .map(([operator, operand]): Expression => ({ kind: 'unary', operator, operand })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('min', 'max'), fc.array(inner, { minLength: 1, maxLength: 3 }))
        .map(([function_, operands]) => unsigned(shape.call(function_, ...operands))),
    },
    { weight: 2, arbitrary: fc.tuple(inner, inner, inner).map((parts) => shape.when(...parts)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(inner, exact(depth - 1, level, [...locals, name]))
        .map(([value, body]) => shape.define(name, value, () => body)),
    },
    { weight: 2, arbitrary: reduction(scopes, level === 'row' ? inner : exact(depth - 1)) },
    ...(level === 'token' ? [{ weight: 3, arbitrary: tokenReduction(depth) }] : []),
  );
}

/** Of 0 and -0, min and max of NumPy may give either: 0 added makes both 0. */
const unsigned = (expression: Expression): Expression => shape.add(expression, 0);

const scopes: readonly AnyScope[] = ['group', 'tier', 'batch'];

/** Statistics over tokens; a response is none of its own. */
const tokenReduction = (depth: number): Arbitrary =>
  fc.oneof(
    reduction(['segment', 'position'], exact(depth - 1, 'token')),
    reduction(['response'], exact(depth - 1, 'token')),
  );

const reduction = (among: readonly AnyScope[], inner: Arbitrary): Arbitrary =>
  fc
    .record({
      reducer: fc.constantFrom(...reducers.filter((name) => name !== 'rank' || !among.includes('response'))),
      scope: fc.constantFrom(...among),
      of: inner,
      where: fc.option(inner, { nil: undefined }),
      empty: fc.constantFrom(0, -1, 7),
      ddof: fc.constantFrom<0 | 1>(0, 1),
      quantile: fc.constantFrom(0, 0.3, 0.5, 1),
      ties: fc.constantFrom<'min' | 'mean' | 'max'>('min', 'mean', 'max'),
      leaveOneOut: fc.boolean(),
    })
    .map(({ reducer, scope, of, where, leaveOneOut, ...options }) =>
      unsigned(
        shape.reduce(reducer, scope, of, {
          ...options,
          ...(where ? { where } : {}),
          // A batch without the row itself, for every row, is a table of its square.
          leaveOneOut: leaveOneOut && scope !== 'batch' && scope !== 'response',
        }),
      ),
    );

// biome-ignore format: a list of words
const transcendental: readonly UnaryFunction[] = [
  'acos', 'asin', 'atan', 'cbrt', 'cos', 'cosh', 'exp', 'expm1', 'log', 'log10', 'log1p', 'log2', 'sin', 'sinh', 'tan', 'tanh',
];

/** Transcendental functions of exact values, then only what keeps a relative error small. */
function rounded(depth: number): Arbitrary {
  const argument = exact(2);
  const once = fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom(...transcendental), argument)
        .map(([name, operand]) => shape.call(name, operand)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(argument, argument).map((operands) => shape.binary(operands[0], '**', operands[1])),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(argument, argument).map((operands) => shape.call('atan2', ...operands)),
    },
  );
  if (depth === 0) return once;
  const inner = rounded(depth - 1);
  const positive = (operand: Expression): Expression => shape.call('abs', operand);
  return fc.oneof(
    once,
    fc
      .tuple(inner, fc.constantFrom('*', '/'), inner)
      .map(([left, operator, right]) => shape.binary(left, operator, right)),
    fc.tuple(inner, inner).map(([left, right]) => shape.add(positive(left), positive(right))),
    fc.tuple(argument, inner, inner).map((parts) => shape.when(...parts)),
  );
}

const sample = evenGroups(64);
const varies = (expression: Expression): boolean =>
  new Set((isOfTokens(expression) ? evaluateTokens : evaluateShape)(expression, sample)).size > 1;

/** Expressions whose value differs from row to row; equal seeds give equal ones. */
export const randomExpressions = (count: number, seed: number): readonly Expression[] =>
  fc.sample(fc.oneof(exact(4), rounded(2)).filter(varies), { numRuns: count, seed });

/** The same of expressions that may look at tokens; most have a value for every token. */
export const randomTokenExpressions = (count: number, seed: number): readonly Expression[] =>
  fc.sample(exact(4, 'token').filter(varies), { numRuns: count, seed });
