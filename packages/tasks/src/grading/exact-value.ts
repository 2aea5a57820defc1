// The exact value of an expression without letters, where it is a fraction of whole numbers.
import type { Expression } from './expression.js';
import {
  add,
  binomial,
  divide,
  factorial,
  floor,
  greatestCommonDivisor,
  multiply,
  negate,
  power,
  type Rational,
  rational,
  root,
} from './rational.js';

/** Undefined for what is irrational, has letters, or would be very long. */
export function exactValue(expression: Expression): Rational | undefined {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'based':
      return basedValue(expression.digits, expression.base);
    case 'sum':
      return fold(expression.terms, add);
    case 'product':
      return fold(expression.factors, multiply);
    case 'quotient':
      return fold([expression.over, expression.under], divide);
    case 'negative': {
      const value = exactValue(expression.of);
      return value && negate(value);
    }
    case 'power': {
      const [base, exponent] = [exactValue(expression.base), exactValue(expression.exponent)];
      return base && exponent && raise(base, exponent);
    }
    case 'measure': {
      const value = exactValue(expression.of);
      return value && (expression.unit === '%' ? divide(value, hundred) : value);
    }
    case 'call':
      return exactCall(expression.name, expression.operands);
    default:
      return undefined;
  }
}

const one: Rational = { numerator: 1n, denominator: 1n };
const two: Rational = { numerator: 2n, denominator: 1n };
const hundred: Rational = { numerator: 100n, denominator: 1n };

function fold(
  operands: readonly Expression[],
  combine: (a: Rational, b: Rational) => Rational | undefined,
): Rational | undefined {
  let total: Rational | undefined;
  for (const [index, operand] of operands.entries()) {
    const value = exactValue(operand);
    if (!value) return undefined;
    total = index === 0 ? value : total && combine(total, value);
    if (!total) return undefined;
  }
  return total;
}

function raise(base: Rational, exponent: Rational): Rational | undefined {
  if (exponent.denominator === 1n) return power(base, exponent);
  if (exponent.denominator > 16n) return undefined;
  const rooted = root(base, Number(exponent.denominator));
  return rooted && power(rooted, { numerator: exponent.numerator, denominator: 1n });
}

function basedValue(digits: string, base: number): Rational | undefined {
  let value = 0n;
  for (const digit of digits) {
    const weight = Number.parseInt(digit, 36);
    if (!(weight < base)) return undefined;
    value = value * BigInt(base) + BigInt(weight);
  }
  return rational(value);
}

function exactCall(name: string, operands: readonly Expression[]): Rational | undefined {
  const values: Rational[] = [];
  for (const operand of operands) {
    const value = exactValue(operand);
    if (!value) return undefined;
    values.push(value);
  }
  const [first, second] = values;
  if (!first) return undefined;
  const whole = values.every(({ denominator }) => denominator === 1n);
  switch (name) {
    case 'abs':
      return first.numerator < 0n ? negate(first) : first;
    case 'floor':
      return floor(first);
    case 'ceil':
      return negate(floor(negate(first)));
    case 'factorial':
      return factorial(first);
    case 'binom':
      return second && binomial(first, second);
    case 'sqrt': {
      const exponent = divide(one, second ?? two);
      return exponent && raise(first, exponent);
    }
    case 'gcd':
      return whole
        ? rational(values.reduce((a, { numerator }) => greatestCommonDivisor(a, numerator), 0n))
        : undefined;
    default:
      return undefined;
  }
}
