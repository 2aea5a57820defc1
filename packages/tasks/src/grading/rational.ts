// Exact fractions of whole numbers, as far as they stay small enough to be worth it.

/** numerator / denominator in lowest terms; the denominator is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Longest numerator or denominator in bits; what would be longer is not computed. */
const MOST_BITS = 8192;

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** Length in bits, to within three of them. */
const bitsOf = (value: bigint): number => 4 * magnitude(value).toString(16).length;

/** Undefined for a denominator of zero, and for numbers that are too long. */
export function rational(numerator: bigint, denominator = 1n): Rational | undefined {
  if (denominator === 0n || bitsOf(numerator) > MOST_BITS || bitsOf(denominator) > MOST_BITS)
    return undefined;
  const divisor = greatestCommonDivisor(numerator, denominator);
  const sign = denominator < 0n ? -1n : 1n;
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor };
}

export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [magnitude(a), magnitude(b)];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger === 0n ? 1n : larger;
}

/** A decimal such as `12`, `0.5`, `.5` or `3.`, exactly. */
export function parseDecimal(text: string): Rational | undefined {
  const match = /^(\d*)\.?(\d*)$/.exec(text);
  if (!match || text.length > MOST_BITS / 4) return undefined;
  const [, whole = '', decimals = ''] = match;
  if (whole + decimals === '') return undefined;
  return rational(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
}

export const add = (a: Rational, b: Rational): Rational | undefined =>
  rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

export const multiply = (a: Rational, b: Rational): Rational | undefined =>
  rational(a.numerator * b.numerator, a.denominator * b.denominator);

export const divide = (a: Rational, b: Rational): Rational | undefined =>
  rational(a.numerator * b.denominator, a.denominator * b.numerator);

export const negate = (a: Rational): Rational => ({ ...a, numerator: -a.numerator });

/** Whole exponents only. */
export function power(base: Rational, exponent: Rational): Rational | undefined {
  if (exponent.denominator !== 1n) return undefined;
  const times = magnitude(exponent.numerator);
  const bits = Math.max(bitsOf(base.numerator), bitsOf(base.denominator));
  if (times > BigInt(MOST_BITS) || bits * Number(times) > 4 * MOST_BITS) return undefined;
  const raised = [base.numerator ** times, base.denominator ** times] as const;
  return exponent.numerator < 0n ? rational(raised[1], raised[0]) : rational(...raised);
}

export function factorial(value: Rational): Rational | undefined {
  if (value.denominator !== 1n || value.numerator < 0n || value.numerator > 1000n) return undefined;
  let product = 1n;
  for (let factor = 2n; factor <= value.numerator; factor++) product *= factor;
  return rational(product);
}

export function binomial(n: Rational, k: Rational): Rational | undefined {
  if (n.denominator !== 1n || k.denominator !== 1n) return undefined;
  if (k.numerator < 0n || k.numerator > n.numerator || n.numerator > 1000n) return undefined;
  let product = 1n;
  for (let factor = 1n; factor <= k.numerator; factor++)
    product = (product * (n.numerator - factor + 1n)) / factor;
  return rational(product);
}

/** The largest whole number that is not greater. */
export function floor({ numerator, denominator }: Rational): Rational {
  const quotient = numerator / denominator;
  return {
    numerator: numerator % denominator < 0n ? quotient - 1n : quotient,
    denominator: 1n,
  };
}

/** The exact square root (or higher root), where there is one. */
export function root(value: Rational, degree: number): Rational | undefined {
  const numerator = wholeRoot(value.numerator, degree);
  const denominator = wholeRoot(value.denominator, degree);
  return numerator === undefined || denominator === undefined ? undefined : rational(numerator, denominator);
}

function wholeRoot(value: bigint, degree: number): bigint | undefined {
  if (value < 0n || bitsOf(value) > 1024) return undefined;
  const guess = BigInt(Math.round(Number(value) ** (1 / degree)) || 0);
  for (const candidate of [guess - 1n, guess, guess + 1n])
    if (candidate >= 0n && candidate ** BigInt(degree) === value) return candidate;
  return undefined;
}

export const equal = (a: Rational, b: Rational): boolean =>
  a.numerator === b.numerator && a.denominator === b.denominator;

/** The nearest double; right for numbers beyond the range of doubles, too, as long as their quotient is in it. */
export function toNumber({ numerator, denominator }: Rational): number {
  const direct = Number(numerator) / Number(denominator);
  if (Number.isFinite(direct)) return direct;
  const shift = BigInt(Math.max(0, bitsOf(denominator) - 900));
  return Number(numerator >> shift) / Number(denominator >> shift);
}
