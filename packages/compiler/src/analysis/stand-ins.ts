// Numbers that stand for what the tokens of a response show, and for what comes from outside: rollouts are tried out by length, not token by token.
import { type Expression, isTokenField, isTokenScope, partsOf, printShape } from '@allot/spec';
import type { AnalysisContext } from './context.js';
import { wholeDomain } from './domain.js';
import { everything, type Interval, interval } from './interval.js';
import { intervalOf } from './interval-of.js';
import { rebuild } from './rebuild.js';

/** What each stand-in can be, by the text of what it stands for. */
export type StandIns = ReadonlyMap<string, Interval>;

/** The expression with a name in place of every field of a token, every statistic over tokens, and every signal. */
export const withStandIns = (expression: Expression): Expression =>
  rebuild(expression, (part) => (isStoodFor(part) ? { kind: 'local', name: printShape(part) } : undefined));

/** The context in which such expressions are analysed. */
export function standInContext(
  expressions: readonly Expression[],
  context: AnalysisContext,
): AnalysisContext {
  const standIns = new Map<string, Interval>();
  const domain = wholeDomain(context);
  const rangeOf = (part: Expression): Interval => {
    if (part.kind === 'signal') {
      const range = context.signals?.[part.name];
      return range ? interval(...range) : everything;
    }
    return readsOutside(part) ? everything : intervalOf(part, domain);
  };
  const visit = (part: Expression): void => {
    if (!isStoodFor(part)) partsOf(part).forEach(visit);
    else standIns.set(printShape(part), rangeOf(part));
  };
  expressions.forEach(visit);
  return standIns.size > 0 ? { ...context, standIns } : context;
}

const isStoodFor = (part: Expression): boolean =>
  part.kind === 'signal' ||
  (part.kind === 'field' && isTokenField(part.name)) ||
  (part.kind === 'reduce' && isTokenScope(part.scope));

/** Whether a name from around the expression is read in it. */
function readsOutside(expression: Expression, inside: ReadonlySet<string> = new Set()): boolean {
  if (expression.kind === 'local') return !inside.has(expression.name);
  if (expression.kind === 'let')
    return (
      readsOutside(expression.value, inside) ||
      readsOutside(expression.body, new Set([...inside, expression.name]))
    );
  return partsOf(expression).some((part) => readsOutside(part, inside));
}

/** A value that the stand-in can have: `share` of the way through its interval, through ten units of a half-open one, or from 0 to 1. */
export function standInValue({ least, most }: Interval, share: number): number {
  if (!Number.isFinite(least) && !Number.isFinite(most)) return share;
  const low = Number.isFinite(least) ? least : most - 10;
  const high = Number.isFinite(most) ? most : low + 10;
  return low + share * (high - low);
}

/** Shares that are tried one at a time, the first being the usual one. */
export const standInShares = [0.5, 0, 1] as const;
