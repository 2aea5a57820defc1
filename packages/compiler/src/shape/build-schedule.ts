// A schedule as an expression: a number that goes from point to point over the run.
import { type Expression, type ScheduledShape, shape } from '@allot/spec';

type Interpolation = NonNullable<ScheduledShape['interpolation']>;

/** Of points by ascending place; before the first and after the last the value stays. */
export function buildSchedule({
  schedule,
  over = 'progress',
  interpolation = 'linear',
}: ScheduledShape): Expression {
  const at = shape.field(over);
  // No step lies before it.
  const first = over === 'step' ? 1 : 0;
  return schedule.reduceRight<Expression | undefined>((later, [from, value], index) => {
    const next = schedule[index + 1];
    if (!later || !next) return shape.number(value);
    const segment = between(interpolation, at, [from, value], next);
    const reached = shape.when(shape.binary(at, '<', next[0]), segment, later);
    return index === 0 && from > first ? shape.when(shape.binary(at, '<', from), value, reached) : reached;
  }, undefined) as Expression;
}

type Point = readonly [at: number, value: number];

/** With x from 0 at the first point to 1 at the second. */
function between(
  interpolation: Interpolation,
  at: Expression,
  [from, low]: Point,
  [to, high]: Point,
): Expression {
  const x = shape.divide(shape.subtract(at, from), to - from);
  switch (interpolation) {
    case 'step':
      return shape.number(low);
    case 'linear':
      return shape.add(low, shape.multiply(high - low, x));
    case 'geometric':
      return shape.multiply(low, shape.binary(high / low, '**', x));
    case 'cosine': {
      const rise = shape.divide(shape.subtract(1, shape.call('cos', shape.multiply(Math.PI, x))), 2);
      return shape.add(low, shape.multiply(high - low, rise));
    }
  }
}
