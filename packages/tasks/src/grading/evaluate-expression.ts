// The value of an expression at a point: complex, in doubles.

import type { Complex } from './complex.js';
import * as c from './complex.js';
import { exactValue } from './exact-value.js';
import { type Expression, unknownsOf } from './expression.js';
import { toNumber } from './rational.js';

/** What a letter stands for. */
export type Point = (symbol: string) => Complex;

const nothing: Complex = { re: Number.NaN, im: Number.NaN };

/** NaN where the expression has no value that is a number, or one too large or too small for a double. */
export function evaluate(expression: Expression, point: Point): Complex {
  if (expression.kind === 'infinity') return c.real(Number.POSITIVE_INFINITY);
  const value = compute(expression, point);
  return Number.isFinite(value.re) && Number.isFinite(value.im) ? value : nothing;
}

/** Nothing where a zero is only what is left of a number that doubles do not have. */
const unlessLost = (value: Complex, ...factors: readonly Complex[]): Complex =>
  c.size(value) === 0 && factors.every((factor) => c.size(factor) > 0) ? nothing : value;

function compute(expression: Expression, point: Point): Complex {
  const at = (one: Expression): Complex => evaluate(one, point);
  switch (expression.kind) {
    case 'number':
      return c.real(toNumber(expression.value));
    case 'based': {
      const value = exactValue(expression);
      return value ? c.real(toNumber(value)) : nothing;
    }
    case 'symbol':
      return constants[expression.name] ?? point(expression.name);
    case 'sum':
      return expression.terms.map(at).reduce(c.add);
    case 'product':
      return multiplyAll(expression.factors.map(at));
    case 'quotient':
      return quotient(at(expression.over), at(expression.under));
    case 'negative':
      return c.negate(at(expression.of));
    case 'power':
      return power(at(expression.base), at(expression.exponent));
    case 'measure':
      return c.multiply(at(expression.of), c.real(scales[expression.unit] ?? 1));
    case 'ratio':
      return expression.parts.length === 2 ? expression.parts.map(at).reduce(c.divide) : nothing;
    case 'call':
      return call(expression.name, expression.operands, point);
    default:
      return nothing;
  }
}

const multiplyAll = (factors: readonly Complex[]): Complex =>
  unlessLost(factors.reduce(c.multiply), ...factors);
const quotient = (over: Complex, under: Complex): Complex => unlessLost(c.divide(over, under), over);
const power = (base: Complex, exponent: Complex): Complex => unlessLost(c.power(base, exponent), base);

const constants: Readonly<Record<string, Complex>> = {
  pi: c.real(Math.PI),
  e: c.real(Math.E),
  i: { re: 0, im: 1 },
};

/** Inside an expression, a percentage is a share and a degree is an angle. */
const scales: Readonly<Record<string, number>> = { '%': 0.01, deg: Math.PI / 180 };

const reals =
  (compute: (...values: readonly number[]) => number) =>
  (...values: readonly Complex[]): Complex =>
    values.every(({ im }) => Math.abs(im) < 1e-9) ? c.real(compute(...values.map(({ re }) => re))) : nothing;

const ofReal =
  (compute: (value: number) => number): Compute =>
  (a) =>
    reals((value = Number.NaN) => compute(value))(a);

const ratio =
  (over: (a: Complex) => Complex, under: (a: Complex) => Complex) =>
  (a: Complex): Complex =>
    c.divide(over(a), under(a));

const one = (): Complex => c.real(1);

type Compute = (a: Complex, b?: Complex) => Complex;

const functions: Readonly<Record<string, Compute>> = {
  sin: c.sin,
  cos: c.cos,
  tan: ratio(c.sin, c.cos),
  cot: ratio(c.cos, c.sin),
  sec: ratio(one, c.cos),
  csc: ratio(one, c.sin),
  arcsin: c.arcsin,
  arccos: c.arccos,
  arctan: c.arctan,
  sinh: (a) => c.divide(c.subtract(c.exp(a), c.exp(c.negate(a))), c.real(2)),
  cosh: (a) => c.divide(c.add(c.exp(a), c.exp(c.negate(a))), c.real(2)),
  tanh: (a) => c.divide(c.subtract(c.exp(a), c.exp(c.negate(a))), c.add(c.exp(a), c.exp(c.negate(a)))),
  exp: (a) => unlessLost(c.exp(a)),
  ln: c.log,
  lg: (a) => c.divide(c.log(a), c.real(Math.LN10)),
  // Without a base, the base is a matter of habit: it is the same on both sides.
  log: (a, base) => (base ? c.divide(c.log(a), c.log(base)) : c.log(a)),
  sqrt: (a, degree) => c.power(a, c.divide(c.real(1), degree ?? c.real(2))),
  abs: (a) => c.real(c.size(a)),
  floor: ofReal((a) => Math.floor(a + 1e-12)),
  ceil: ofReal((a) => Math.ceil(a - 1e-12)),
  factorial: ofReal((a) => gamma(a + 1)),
};

function call(name: string, operands: readonly Expression[], point: Point): Complex {
  const values = operands.map((operand) => evaluate(operand, point));
  if (name === 'max') return reals(Math.max)(...values);
  if (name === 'min') return reals(Math.min)(...values);
  if (name === 'binom')
    return reals((n = Number.NaN, k = Number.NaN) => gamma(n + 1) / gamma(k + 1) / gamma(n - k + 1))(
      ...values,
    );
  const compute = functions[name];
  const [first, second] = values;
  if (
    name === 'sqrt' &&
    first &&
    second &&
    isNegativeNumber(operands[0] as Expression, first) &&
    isOdd(second)
  )
    return c.negate(c.power(c.negate(first), c.divide(c.real(1), second)));
  if (compute && first) return second ? compute(first, second) : compute(first);
  // A function of the answer's own: a number that depends on its name and on what it is of.
  return values.reduce(
    (mixed, value, index) => c.add(mixed, c.sin(c.multiply(value, c.real(1.3 + index)))),
    c.multiply(point(`${name}()`), c.real(2)),
  );
}

/** A cube root of a number below zero is the real one; of a letter, it is the principal one, as powers are. */
const isNegativeNumber = (operand: Expression, { re, im }: Complex): boolean =>
  im === 0 && re < 0 && unknownsOf(operand).size === 0;

const isOdd = ({ re, im }: Complex): boolean => im === 0 && Math.abs(re % 2) === 1;

/** Lanczos's approximation, for arguments above zero; infinite from 171 on. */
function gamma(x: number): number {
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  if (x > 171) return Number.POSITIVE_INFINITY;
  const shifted = x - 1;
  const base = shifted + 7.5;
  const series = lanczos.reduce(
    (sum, term, index) => sum + (index === 0 ? term : term / (shifted + index)),
    0,
  );
  return Math.sqrt(2 * Math.PI) * base ** (shifted + 0.5) * Math.exp(-base) * series;
}

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
