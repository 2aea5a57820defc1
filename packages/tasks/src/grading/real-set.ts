// Sets of real numbers: what intervals, unions and inequalities in one unknown say.

import { real } from './complex.js';
import { evaluate } from './evaluate-expression.js';
import { type Expression, type Items, type Operator, type Relation, unknownsOf } from './expression.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly lowClosed: boolean;
  readonly highClosed: boolean;
}

/** Intervals that neither touch nor overlap, in ascending order. */
export type RealSet = readonly Interval[];

const everything: RealSet = [{ low: -Infinity, high: Infinity, lowClosed: false, highClosed: false }];

/** Undefined for what is no set of real numbers, or one that is not known. */
export function toRealSet(expression: Expression): RealSet | undefined {
  switch (expression.kind) {
    case 'tuple':
      return intervalOf(expression);
    case 'set':
      return pointsOf(expression.items);
    case 'symbol':
      return expression.name === 'mathbbR' ? everything : undefined;
    case 'union':
    case 'intersection':
    case 'difference':
      return operate(expression.kind, expression.parts);
    case 'list':
      return expression.joint === ',' || !expression.items.every((item) => item.kind === 'relation')
        ? undefined
        : operate(expression.joint === 'or' ? 'union' : 'intersection', expression.items);
    case 'relation':
      return solutionsOf(expression);
    default:
      return undefined;
  }
}

export const sameSet = (a: RealSet, b: RealSet): boolean =>
  a.length === b.length &&
  a.every((one, index) => {
    const other = b[index] as Interval;
    return (
      sameEnd(one.low, other.low) &&
      sameEnd(one.high, other.high) &&
      one.lowClosed === other.lowClosed &&
      one.highClosed === other.highClosed
    );
  });

const sameEnd = (a: number, b: number): boolean =>
  a === b || (Number.isFinite(a - b) && Math.abs(a - b) <= 1e-10 * Math.max(Math.abs(a), 1e-2));

/** The value of an end; NaN where it has letters. */
function endOf(expression: Expression): number {
  if (expression.kind === 'negative') return -endOf(expression.of);
  const { re, im } = evaluate(expression, () => real(Number.NaN));
  return im === 0 || Number.isNaN(re) ? re : Number.NaN;
}

function intervalOf({ open, close, items }: Extract<Expression, { kind: 'tuple' }>): RealSet | undefined {
  if (items.length !== 2) return undefined;
  const [low, high] = items.map(endOf) as [number, number];
  if (!(low < high))
    return open === '[' && close === ']' && low === high ? pointsOf(items.slice(0, 1)) : undefined;
  return normalize([
    { low, high, lowClosed: open === '[' && low > -Infinity, highClosed: close === ']' && high < Infinity },
  ]);
}

function pointsOf(items: Items): RealSet | undefined {
  const ends = items.map(endOf);
  if (!ends.every(Number.isFinite)) return undefined;
  return normalize(ends.map((end) => ({ low: end, high: end, lowClosed: true, highClosed: true })));
}

function operate(operation: 'union' | 'intersection' | 'difference', parts: Items): RealSet | undefined {
  let result: RealSet | undefined;
  for (const [index, part] of parts.entries()) {
    const set = toRealSet(part);
    if (!set) return undefined;
    if (index === 0 || !result) result = set;
    else if (operation === 'union') result = normalize([...result, ...set]);
    else result = intersect(result, operation === 'difference' ? complement(set) : set);
  }
  return result;
}

/** Sorted, with what touches or overlaps joined. */
function normalize(intervals: readonly Interval[]): RealSet {
  const sorted = [...intervals].sort((a, b) => a.low - b.low || Number(b.lowClosed) - Number(a.lowClosed));
  const joined: Interval[] = [];
  for (const next of sorted) {
    const last = joined.at(-1);
    const touches =
      last && (next.low < last.high || (sameEnd(next.low, last.high) && (next.lowClosed || last.highClosed)));
    if (!last || !touches) joined.push(next);
    else if (sameEnd(next.high, last.high))
      joined[joined.length - 1] = { ...last, highClosed: last.highClosed || next.highClosed };
    else if (next.high > last.high)
      joined[joined.length - 1] = { ...last, high: next.high, highClosed: next.highClosed };
  }
  return joined;
}

function intersect(a: RealSet, b: RealSet): RealSet {
  const found: Interval[] = [];
  for (const one of a)
    for (const other of b) {
      const low = Math.max(one.low, other.low);
      const high = Math.min(one.high, other.high);
      const lowClosed = holds(one, low) && holds(other, low);
      const highClosed = holds(one, high) && holds(other, high);
      if (low < high || (low === high && lowClosed && highClosed))
        found.push({ low, high, lowClosed, highClosed });
    }
  return normalize(found);
}

const holds = ({ low, high, lowClosed, highClosed }: Interval, value: number): boolean =>
  Number.isFinite(value) &&
  (value > low || (value === low && lowClosed)) &&
  (value < high || (value === high && highClosed));

function complement(set: RealSet): RealSet {
  const gaps: Interval[] = [];
  let low = -Infinity;
  let lowClosed = false;
  for (const part of set) {
    if (low < part.low || (low === part.low && lowClosed && !part.lowClosed))
      gaps.push({ low, high: part.low, lowClosed, highClosed: !part.lowClosed });
    low = part.high;
    lowClosed = !part.highClosed;
  }
  if (low < Infinity) gaps.push({ low, high: Infinity, lowClosed, highClosed: false });
  return gaps;
}

/** The numbers that what is unknown in a chain of inequalities, a membership or an exclusion can be. */
function solutionsOf({ parts, operators }: Relation): RealSet | undefined {
  if (operators.length === 1 && operators[0] === 'in') {
    const subject = subjectOf(parts[0] as Expression);
    const set = toRealSet(parts[1] as Expression);
    return subject && set && subject.solve(set);
  }
  if (operators.some((operator) => operator === '=' || operator === 'in')) return undefined;
  let result: RealSet = everything;
  for (const [index, operator] of operators.entries()) {
    const set = solve(parts[index] as Expression, operator, parts[index + 1] as Expression);
    if (!set) return undefined;
    result = intersect(result, set);
  }
  return unknownsOf({ kind: 'relation', parts, operators }).size === 1 || parts.some(isOpaque)
    ? result
    : undefined;
}

const mirrored: Readonly<Partial<Record<Operator, Operator>>> = {
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
  '!=': '!=',
};

function solve(left: Expression, operator: Operator, right: Expression): RealSet | undefined {
  const end = endOf(right);
  const subject = subjectOf(left);
  if (subject && !Number.isNaN(end)) return subject.solve(ray(operator, end));
  const other = subjectOf(right);
  const begin = endOf(left);
  if (other && !Number.isNaN(begin)) return other.solve(ray(mirrored[operator] as Operator, begin));
  const difference = subjectOf({ kind: 'sum', terms: [left, { kind: 'negative', of: right }] });
  return difference?.solve(ray(operator, 0));
}

function ray(operator: Operator, end: number): RealSet {
  const closed = operator === '<=' || operator === '>=';
  if (operator === '!=') return complement(pointsAt(end));
  return operator === '<' || operator === '<='
    ? [{ low: -Infinity, high: end, lowClosed: false, highClosed: closed && end < Infinity }]
    : [{ low: end, high: Infinity, lowClosed: closed && end > -Infinity, highClosed: false }];
}

const pointsAt = (value: number): RealSet => [{ low: value, high: value, lowClosed: true, highClosed: true }];

interface Subject {
  /** The unknown's numbers for which the expression lies in a set. */
  readonly solve: (set: RealSet) => RealSet;
}

/** A call such as `f(x)`, or a product of letters, counts as one unknown. */
const isOpaque = (expression: Expression): boolean =>
  (expression.kind === 'call' &&
    !['abs', 'sqrt', 'sin', 'cos', 'tan', 'log', 'ln'].includes(expression.name)) ||
  (expression.kind === 'product' && expression.factors.every(({ kind }) => kind === 'symbol'));

function subjectOf(expression: Expression): Subject | undefined {
  if (isOpaque(expression)) return { solve: (set) => set };
  const unknowns = [...unknownsOf(expression)];
  if (unknowns.length !== 1) return undefined;
  if (expression.kind === 'call' && expression.name === 'abs') {
    const inside = subjectOf(expression.operands[0] as Expression);
    return (
      inside && {
        solve: (set) => {
          const above = intersect(set, [{ low: 0, high: Infinity, lowClosed: true, highClosed: false }]);
          return inside.solve(normalize([...above, ...scale(above, -1, 0)]));
        },
      }
    );
  }
  const at = (x: number): number => {
    const { re, im } = evaluate(expression, () => real(x));
    return im === 0 ? re : Number.NaN;
  };
  const offset = at(0);
  const slope = at(1) - offset;
  const linear = [-2.5, 3.25, 17].every(
    (x) => Math.abs(at(x) - offset - slope * x) <= 1e-9 * (1 + Math.abs(at(x))),
  );
  return linear && slope !== 0 ? { solve: (set) => scale(set, 1 / slope, -offset / slope) } : undefined;
}

/** Every number times a factor, plus a shift. */
function scale(set: RealSet, factor: number, shift: number): RealSet {
  const moved = (value: number): number => value * factor + shift;
  return normalize(
    set.map(({ low, high, lowClosed, highClosed }) =>
      factor > 0
        ? { low: moved(low), high: moved(high), lowClosed, highClosed }
        : { low: moved(high), high: moved(low), lowClosed: highClosed, highClosed: lowClosed },
    ),
  );
}
