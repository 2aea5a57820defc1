// The interval of an expression over all rows that are possible in a domain.
import type { Expression, Reduction } from '@allot/spec';
import type { Domain } from './domain.js';
import {
  binary,
  everything,
  hull,
  type Interval,
  infinity,
  interval,
  point,
  truthOf,
  unary,
  widen,
} from './interval.js';
import { call } from './interval-functions.js';
import { narrow } from './narrow.js';

/** Is told every part that a row can reach, once for each place where it stands. */
export type Observe = (part: Expression, value: Interval, operands: readonly Interval[]) => void;

export function intervalOf(expression: Expression, domain: Domain, observe: Observe = () => {}): Interval {
  const visit = (part: Expression, here: Domain): Interval => {
    const tell = (value: Interval, ...operands: readonly Interval[]): Interval => {
      observe(part, value, operands);
      return value;
    };
    switch (part.kind) {
      case 'number':
      case 'parameter':
        return tell(point(part.value));
      case 'field':
        return tell(here.fields[part.name]);
      case 'state':
      case 'signal':
        return tell(interval(-infinity, infinity));
      case 'local':
        return tell(here.locals[part.name] as Interval);
      case 'unary': {
        const operand = visit(part.operand, here);
        return tell(unary(part.operator, operand), operand);
      }
      case 'binary': {
        const left = visit(part.left, here);
        const right = visitRight(part, here, left);
        return tell(right ? binary(part.operator, left, right) : left, left, right ?? left);
      }
      case 'call': {
        const operands = part.arguments.map((argument) => visit(argument, here));
        return tell(call(part.function, operands), ...operands);
      }
      case 'conditional': {
        const test = visit(part.test, here);
        const truth = truthOf(test);
        const yes = truth === 'false' ? undefined : narrow(here, part.test, true, intervalOf);
        const no = truth === 'true' ? undefined : narrow(here, part.test, false, intervalOf);
        const values = [yes && visit(part.consequent, yes), no && visit(part.alternative, no)];
        const reached = values.filter((value) => value !== undefined);
        return tell(reached.length > 0 ? reached.reduce(hull) : point(Number.NaN), test);
      }
      case 'let': {
        const members = here.members ?? here;
        const own = visit(part.value, here);
        const inside = bind(members, part.name, members === here ? own : intervalOf(part.value, members));
        return tell(
          visit(part.body, { ...bind(here, part.name, own), ...(here.members ? { members: inside } : {}) }),
        );
      }
      case 'reduce': {
        const own = part.scope === 'response' || part.scope === 'segment';
        const members = own ? here : (here.members ?? here);
        const where = part.where && visit(part.where, members);
        const chosen = part.where ? narrow(members, part.where, true, intervalOf) : members;
        const of = where && truthOf(where) === 'false' ? undefined : chosen && visit(part.of, chosen);
        return tell(reduction(part, of, here.sizes[part.scope]));
      }
    }
  };
  /** Undefined where the left side always decides. */
  const visitRight = (
    part: Extract<Expression, { kind: 'binary' }>,
    here: Domain,
    left: Interval,
  ): Interval | undefined => {
    if (part.operator !== '&&' && part.operator !== '||') return visit(part.right, here);
    const needed = part.operator === '&&';
    if (truthOf(left) === (needed ? 'false' : 'true')) return undefined;
    const narrowed = narrow(here, part.left, needed, intervalOf);
    return narrowed && visit(part.right, narrowed);
  };
  return visit(expression, domain);
}

const bind = (domain: Domain, name: string, value: Interval): Domain => ({
  ...domain,
  locals: { ...domain.locals, [name]: value },
});

/** Squares and sums of such values may overflow. */
const LARGE = 1e150;

/** What a statistic can be, of members with values in `of`; undefined: no member passes `where`. */
function reduction(part: Reduction, of: Interval | undefined, size: Interval): Interval {
  const { reducer, where, leaveOneOut, ddof } = part;
  const partial = where !== undefined || leaveOneOut === true || size.least < 1;
  const empty = point(part.empty);
  const most = Math.max(0, size.most - (leaveOneOut ? 1 : 0));
  const fewest = where ? 0 : Math.max(0, size.least - (leaveOneOut ? 1 : 0));
  if (reducer === 'count') return of ? interval(fewest, most) : point(0);
  if (reducer === 'rank') return interval(0, Math.max(0, size.most - 1));
  if (!of) return reducer === 'sum' ? point(0) : empty;
  if (of.least > of.most) return hull(of, reducer === 'sum' ? point(0) : empty);
  const greatest = Math.max(Math.abs(of.least), Math.abs(of.most));
  // The mean of numbers that are never above one is not above it either, to the last bits.
  if (reducer === 'mean' && of.least === -infinity && of.most <= LARGE) {
    const below = interval(-infinity, widen(point(of.most), most).most, of.nan);
    return partial ? hull(below, empty) : below;
  }
  if (greatest > LARGE && reducer !== 'min' && reducer !== 'max') return everything;
  switch (reducer) {
    case 'sum': {
      const ends = [fewest * of.least, fewest * of.most, most * of.least, most * of.most];
      if (most === infinity)
        return interval(of.least < 0 ? -infinity : 0, of.most > 0 ? infinity : 0, of.nan);
      return widen(interval(Math.min(...ends), Math.max(...ends), of.nan), most);
    }
    case 'std': {
      // Popoviciu: no spread is above half the range, and n / (n - 1) is at most 2.
      const widest = (of.most - of.least) * (ddof === 1 ? Math.SQRT1_2 : 0.5);
      // The mean of equal numbers need not be that number to the last bit.
      const rounding = 1e-15 * greatest * Math.min(most, 1e6);
      const spread = interval(0, widest * (1 + 1e-9) + rounding, of.nan);
      return partial || fewest <= ddof ? hull(spread, empty) : spread;
    }
    case 'min':
    case 'max':
      return partial ? hull(of, empty) : of;
    case 'mean':
    case 'median':
    case 'quantile': {
      const inside = widen(of, most);
      return partial ? hull(inside, empty) : inside;
    }
  }
}
