// Whether two expressions are equal: exactly where they are fractions, else at fixed points.
import { type Complex, real, size, subtract } from './complex.js';
import { evaluate, type Point } from './evaluate-expression.js';
import { exactValue } from './exact-value.js';
import { contains, type Expression, unknownsOf } from './expression.js';
import { equal, type Rational, toNumber } from './rational.js';

/** How far a number may be from the gold answer's. */
export interface Tolerance {
  /** Share of the gold answer's size. */
  readonly relative: number;
}

/** Share of a value below which doubles say nothing. */
const ROUNDING = 1e-10;

/**
 * Equal as fractions, or at six points where both have a value: real numbers that no answer has. Letters stand for
 * numbers above zero where a root, a logarithm or a power of a letter needs that; else they are taken below zero, too.
 */
export function sameValue(gold: Expression, other: Expression, tolerance?: Tolerance): boolean {
  const [exactGold, exactOther] = [exactValue(gold), exactValue(other)];
  if (exactGold && exactOther && equal(exactGold, exactOther)) return true;
  if (exactGold && exactOther && isRounded(exactGold, exactOther)) return true;
  // What is zero exactly is met by what is zero but for rounding; nothing else has an absolute distance.
  const floor = exactGold?.numerator === 0n || exactOther?.numerator === 0n ? 1e-14 : 0;
  const unknowns = unknownsOf(gold, unknownsOf(other));
  if (unknowns.size === 0) {
    if (exactGold && exactOther) return tolerance !== undefined && within(exactGold, exactOther, tolerance);
    const share = tolerance?.relative ?? ROUNDING;
    return near(evaluate(gold, nowhere), evaluate(other, nowhere), share, floor);
  }
  const positive = needsPositive(gold) || needsPositive(other);
  const points = positive ? pointsAbove : [...pointsAbove, ...pointsBelow];
  let judged = 0;
  for (const point of points) {
    const [a, b] = [evaluate(gold, point), evaluate(other, point)];
    if (!hasValue(a) && !hasValue(b)) continue;
    if (!near(a, b, 1e-8, floor)) return false;
    judged++;
  }
  return judged >= points.length / 2;
}

/** A decimal of ten places and more that is the other number but for its rounding. */
const isRounded = (a: Rational, b: Rational): boolean =>
  isLongDecimal(a) !== isLongDecimal(b) && near(real(toNumber(a)), real(toNumber(b)), ROUNDING, 0);

function isLongDecimal({ denominator }: Rational): boolean {
  let rest = denominator;
  while (rest % 10n === 0n) rest /= 10n;
  while (rest % 5n === 0n) rest /= 5n;
  while (rest % 2n === 0n) rest /= 2n;
  return rest === 1n && denominator >= 5n ** 10n;
}

const within = (gold: Rational, other: Rational, { relative }: Tolerance): boolean =>
  near(real(toNumber(gold)), real(toNumber(other)), relative, 0);

const hasValue = ({ re, im }: Complex): boolean => Number.isFinite(re) && Number.isFinite(im);

const near = (gold: Complex, other: Complex, share: number, floor: number): boolean =>
  hasValue(gold) && hasValue(other) && size(subtract(gold, other)) <= Math.max(share * size(gold), floor);

const nowhere: Point = () => real(Number.NaN);

const needsPositive = (expression: Expression): boolean =>
  contains(
    expression,
    (one) =>
      (one.kind === 'call' && ['sqrt', 'ln', 'log', 'lg'].includes(one.name) && unknownsOf(one).size > 0) ||
      (one.kind === 'power' && unknownsOf(one.base).size > 0 && exactValue(one.exponent)?.denominator !== 1n),
  );

/** Numbers between 0.3 and 2.7 that follow from a letter's name and a seed. */
const pointOf =
  (seed: number, sign: 1 | -1): Point =>
  (symbol) => {
    let hash = 2166136261 ^ seed;
    for (let at = 0; at < symbol.length; at++) hash = Math.imul(hash ^ symbol.charCodeAt(at), 16777619);
    hash = Math.imul(hash ^ (hash >>> 15), 2246822507);
    return real(sign * (0.3 + (2.4 * ((hash ^ (hash >>> 13)) >>> 0)) / 2 ** 32));
  };

const pointsAbove = [1, 2, 3, 4].map((seed) => pointOf(seed, 1));
const pointsBelow = [5, 6].map((seed) => pointOf(seed, -1));

/** Values of an expression at points above zero, for what is compared up to a factor. */
export const valuesOf = (expression: Expression): readonly Complex[] =>
  pointsAbove.map((point) => evaluate(expression, point));
