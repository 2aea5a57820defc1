// Interval arithmetic: what a value can be, given what its operands can be.
import type { BinaryOperator, UnaryOperator } from '@allot/spec';

/** All values from `least` to `most`, both included and possibly infinite, and NaN where `nan` says so. */
export interface Interval {
  readonly least: number;
  readonly most: number;
  readonly nan: boolean;
}

export const infinity = Number.POSITIVE_INFINITY;

export const interval = (least: number, most: number, nan = false): Interval => ({ least, most, nan });
export const point = (value: number): Interval =>
  Number.isNaN(value) ? interval(infinity, -infinity, true) : interval(value, value);
export const everything: Interval = interval(-infinity, infinity, true);

export const contains = ({ least, most, nan }: Interval, value: number): boolean =>
  Number.isNaN(value) ? nan : least <= value && value <= most;
export const isPoint = ({ least, most, nan }: Interval): boolean => least === most && !nan;
export const isBounded = ({ least, most, nan }: Interval): boolean =>
  !nan && least > -infinity && most < infinity;

/** The least interval that holds both. */
export const hull = (a: Interval, b: Interval): Interval =>
  interval(Math.min(a.least, b.least), Math.max(a.most, b.most), a.nan || b.nan);

export type Truth = 'true' | 'false' | 'either';

/** 0 and NaN are false. */
export function truthOf({ least, most, nan }: Interval): Truth {
  const hasNumber = least <= most;
  if (!hasNumber || (least === 0 && most === 0)) return 'false';
  return !nan && (least > 0 || most < 0) ? 'true' : 'either';
}

const flag = (truth: Truth): Interval =>
  truth === 'either' ? interval(0, 1) : point(truth === 'true' ? 1 : 0);
const settle = (surely: boolean, never: boolean): Interval =>
  flag(surely ? 'true' : never ? 'false' : 'either');

export function unary(operator: UnaryOperator, a: Interval): Interval {
  if (operator === '-') return interval(-a.most, -a.least, a.nan);
  const truth = truthOf(a);
  return settle(truth === 'false', truth === 'true');
}

type Operation = (a: Interval, b: Interval) => Interval;

/** A value that is always NaN stays so. */
const ofNumbers =
  (operation: (a: Interval, b: Interval, nan: boolean) => Interval): Operation =>
  (a, b) =>
    a.least > a.most || b.least > b.most ? point(Number.NaN) : operation(a, b, a.nan || b.nan);

const operations: Readonly<Record<BinaryOperator, Operation>> = {
  '+': ofNumbers((a, b, nan) => corners(a, b, (x, y) => x + y, nan || meetsInfinity(a, negated(b)))),
  '-': ofNumbers((a, b, nan) => corners(a, b, (x, y) => x - y, nan || meetsInfinity(a, b))),
  '*': ofNumbers((a, b, nan) => corners(a, b, times, nan || vanishes(a, b) || vanishes(b, a))),
  '/': ofNumbers(divide),
  '%': ofNumbers(remainder),
  '**': power,
  '<': (a, b) => less(a, b, true),
  '<=': (a, b) => less(a, b, false),
  '>': (a, b) => less(b, a, true),
  '>=': (a, b) => less(b, a, false),
  '==': equal,
  '!=': (a, b) => unary('!', equal(a, b)),
  '&&': (a, b) => {
    const truth = truthOf(a);
    if (truth === 'true') return b;
    return truth === 'false' ? a : hull(b, interval(0, 0, a.nan));
  },
  '||': (a, b) => {
    const truth = truthOf(a);
    if (truth === 'false') return b;
    return truth === 'true' ? a : hull(b, interval(a.least, a.most));
  },
};

export const binary = (operator: BinaryOperator, a: Interval, b: Interval): Interval =>
  operations[operator](a, b);

const negated = (a: Interval): Interval => interval(-a.most, -a.least, a.nan);
export const infinite = ({ least, most }: Interval): boolean => least === -infinity || most === infinity;
const holdsZero = ({ least, most }: Interval): boolean => least <= 0 && most >= 0;
/** Both can be the same infinity. */
const meetsInfinity = (a: Interval, b: Interval): boolean =>
  (a.most === infinity && b.most === infinity) || (a.least === -infinity && b.least === -infinity);
const vanishes = (a: Interval, b: Interval): boolean => holdsZero(a) && infinite(b);
const times = (x: number, y: number): number => (x === 0 || y === 0 ? 0 : x * y);

/** For operations whose extremes lie at extremes of the operands. */
function corners(
  a: Interval,
  b: Interval,
  operation: (x: number, y: number) => number,
  nan: boolean,
): Interval {
  const values = [
    operation(a.least, b.least),
    operation(a.least, b.most),
    operation(a.most, b.least),
    operation(a.most, b.most),
  ];
  if (values.some(Number.isNaN)) return interval(-infinity, infinity, nan);
  return interval(Math.min(...values), Math.max(...values), nan);
}

function divide(a: Interval, b: Interval, nan: boolean): Interval {
  if (holdsZero(b)) return interval(-infinity, infinity, nan || holdsZero(a) || (infinite(a) && infinite(b)));
  return corners(a, b, (x, y) => x / y, nan || (infinite(a) && infinite(b)));
}

function remainder(a: Interval, b: Interval, nan: boolean): Interval {
  const bound = Math.max(Math.abs(b.least), Math.abs(b.most));
  return interval(
    Math.min(0, Math.max(a.least, -bound)),
    Math.max(0, Math.min(a.most, bound)),
    nan || holdsZero(b) || infinite(a),
  );
}

/** Anything to the power 0 is 1, NaN too. */
function power(a: Interval, b: Interval): Interval {
  if (b.least > b.most) return point(Number.NaN);
  const one = a.nan && holdsZero(b);
  const result = a.least > a.most ? point(Number.NaN) : powerOfNumbers(a, b, a.nan || b.nan);
  return one ? hull(result, point(1)) : result;
}

function powerOfNumbers(a: Interval, b: Interval, nan: boolean): Interval {
  const raise = (x: number, y: number): number => x ** y;
  const unclear = nan || (infinite(b) && a.least <= 1 && a.most >= -1);
  if (a.least >= 0 && !(a.least === 0 && b.least < 0)) return widened(a, b, corners(a, b, raise, unclear));
  if (a.least < 0 && !(isPoint(b) && Number.isInteger(b.least))) return interval(-infinity, infinity, true);
  if (holdsZero(a) && b.least < 0) return interval(-infinity, infinity, unclear);
  const exponent = b.least;
  const size = corners(absolute(a), b, raise, nan);
  return widened(a, b, exponent % 2 === 0 ? size : corners(a, b, raise, nan));
}

const widened = (a: Interval, b: Interval, result: Interval): Interval =>
  isPoint(a) && isPoint(b) ? result : widen(result);

function less(a: Interval, b: Interval, strict: boolean): Interval {
  const never = strict ? a.least >= b.most : a.least > b.most;
  const surely = strict ? a.most < b.least : a.most <= b.least;
  if (a.least > a.most || b.least > b.most) return point(0);
  return settle(surely && !a.nan && !b.nan, never);
}

function equal(a: Interval, b: Interval): Interval {
  if (a.least > a.most || b.least > b.most) return point(0);
  const never = a.most < b.least || b.most < a.least;
  return settle(isPoint(a) && isPoint(b) && a.least === b.least, never);
}

/** Room for rounding: of functions that need not be monotone to the last bit, or of `operations` in a row; signs stay. */
export function widen({ least, most, nan }: Interval, operations = 1): Interval {
  const share = 1e-14 * Math.min(1e6, Math.max(1, operations));
  const room = Math.max(Math.abs(least), Math.abs(most)) * share;
  if (!Number.isFinite(room)) return interval(least, most, nan);
  return interval(
    least >= 0 ? Math.max(0, least - room) : least - room,
    most <= 0 ? Math.min(0, most + room) : most + room,
    nan,
  );
}

export function absolute({ least, most, nan }: Interval): Interval {
  const size = Math.max(Math.abs(least), Math.abs(most));
  return interval(least <= 0 && most >= 0 ? 0 : Math.min(Math.abs(least), Math.abs(most)), size, nan);
}
