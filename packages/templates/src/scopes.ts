// Statistics over the siblings, the tier, the step, and the tokens of responses, as a shape that is written as a function names them.
import { type AnyScope, type Expression, shape } from '@allot/spec';

type Operand = Expression | number;

interface Members {
  /** Which members count; absent: all. */
  readonly where?: Expression;
}

interface Spread extends Members {
  /** Divides by n - ddof. Absent: 1. */
  readonly ddof?: 0 | 1;
}

/** Each is 0 where no member is left. */
const statisticsOver = (scope: AnyScope) =>
  ({
    mean: (of: Operand, options: Members = {}) => shape.reduce('mean', scope, of, options),
    std: (of: Operand, options: Spread = {}) => shape.reduce('std', scope, of, options),
    min: (of: Operand, options: Members = {}) => shape.reduce('min', scope, of, options),
    max: (of: Operand, options: Members = {}) => shape.reduce('max', scope, of, options),
    quantile: (of: Operand, quantile: number, options: Members = {}) =>
      shape.reduce('quantile', scope, of, { quantile, ...options }),
    sum: (of: Operand, options: Members = {}) => shape.reduce('sum', scope, of, options),
    /** Members for which the condition holds. */
    count: (where: Expression) => shape.reduce('count', scope, 1, { where }),
    /** Members in all. */
    size: () => shape.reduce('count', scope, 1),
    rank: (of: Operand, ties: 'min' | 'mean' | 'max', options: Members = {}) =>
      shape.reduce('rank', scope, of, { ties, ...options }),
  }) as const;

export const group = statisticsOver('group');
export const batch = statisticsOver('batch');
export const response = statisticsOver('response');
export const segment = statisticsOver('segment');
export const position = statisticsOver('position');
