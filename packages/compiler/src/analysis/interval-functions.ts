// What the functions of a shape can give, as intervals.
import type { ShapeFunction } from '@allot/spec';
import {
  absolute,
  binary,
  type Interval,
  infinite,
  infinity,
  interval,
  isPoint,
  point,
  widen,
} from './interval.js';

/** Functions that never fall; those to the left of `from` or right of `to` have no value. */
const rising: Readonly<Partial<Record<ShapeFunction, readonly [from: number, to: number]>>> = {
  asin: [-1, 1],
  atan: [-infinity, infinity],
  cbrt: [-infinity, infinity],
  ceil: [-infinity, infinity],
  exp: [-infinity, infinity],
  expm1: [-infinity, infinity],
  floor: [-infinity, infinity],
  log: [0, infinity],
  log10: [0, infinity],
  log1p: [-1, infinity],
  log2: [0, infinity],
  round: [-infinity, infinity],
  sign: [-infinity, infinity],
  sinh: [-infinity, infinity],
  sqrt: [0, infinity],
  tanh: [-infinity, infinity],
  trunc: [-infinity, infinity],
};

export function call(name: ShapeFunction, operands: readonly Interval[]): Interval {
  const [a, b] = operands as readonly [Interval, Interval];
  if (name === 'min' || name === 'max')
    return operands.reduce((x, y) => {
      if (x.least > x.most || y.least > y.most) return point(Number.NaN);
      return interval(Math[name](x.least, y.least), Math[name](x.most, y.most), x.nan || y.nan);
    });
  if (name === 'pow') return binary('**', a, b);
  if (name === 'atan2') return interval(-Math.PI, Math.PI, a.nan || b.nan);
  if (a.least > a.most) return point(Number.NaN);
  if (isPoint(a)) return point(Math[name](a.least));
  const domain = rising[name];
  if (domain) return monotone(Math[name], a, domain);
  return bent[name]?.(a) ?? interval(-infinity, infinity, a.nan || infinite(a));
}

/** Functions that rise and fall. */
const bent: Readonly<Partial<Record<ShapeFunction, (a: Interval) => Interval>>> = {
  abs: absolute,
  acos: (a) => monotone((x) => -Math.acos(x), a, [-1, 1], true),
  cosh: (a) => monotone(Math.cosh, absolute(a), [0, infinity]),
  cos: (a) => wave(Math.cos, a, 0),
  sin: (a) => wave(Math.sin, a, Math.PI / 2),
};

/** `flip`: the function given is the negated one. */
function monotone(
  operation: (x: number) => number,
  a: Interval,
  [from, to]: readonly [number, number],
  flip = false,
): Interval {
  if (a.least > to || a.most < from) return point(Number.NaN);
  const low = operation(Math.max(a.least, from));
  const high = operation(Math.min(a.most, to));
  const nan = a.nan || a.least < from || a.most > to;
  return widen(flip ? interval(-high, -low, nan) : interval(low, high, nan));
}

/** A cosine with a crest at `crest`. */
function wave(operation: (x: number) => number, a: Interval, crest: number): Interval {
  if (infinite(a) || Math.abs(a.least) > 1e9 || Math.abs(a.most) > 1e9)
    return interval(-1, 1, a.nan || infinite(a));
  const slack = 1e-9;
  const reaches = (phase: number): boolean => {
    const turns = Math.ceil((a.least - phase) / (2 * Math.PI) - slack);
    return phase + 2 * Math.PI * turns <= a.most + slack;
  };
  const ends = [operation(a.least), operation(a.most)];
  const least = reaches(crest + Math.PI) ? -1 : Math.min(...ends);
  const most = reaches(crest) ? 1 : Math.max(...ends);
  return widen(interval(least, most, a.nan));
}
