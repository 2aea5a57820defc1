// Branches that no row reaches.
import { type Expression, holds, printShape } from '@allot/spec';
import type { AnalysisContext } from './context.js';
import { tierDomain } from './domain.js';
import { byInterval, type Settled, type ShapeFinding } from './finding.js';
import { type Interval, type Truth, truthOf } from './interval.js';
import { intervalOf } from './interval-of.js';
import type { Sample } from './sample.js';
import { reaching, type Site, sitesOf, standalone } from './sites.js';

type Conditional = Extract<Expression, { kind: 'conditional' }>;

/** Intervals settle most tests; where they do not, and every length is there to be tried, trying settles the rest. */
export function findUnreachable(
  expression: Expression,
  context: AnalysisContext,
  sample: Sample,
  reward?: Interval,
): ShapeFinding[] {
  const truths = new Map<Conditional, Truth>();
  for (const tier of context.tiers.keys())
    intervalOf(expression, tierDomain(context, tier, reward), (part, _, [test]) => {
      if (part.kind !== 'conditional' || !test) return;
      const [before, truth] = [truths.get(part), truthOf(test)];
      truths.set(part, before === undefined || before === truth ? truth : 'either');
    });
  const found = [...truths].flatMap(([{ test }, truth]) =>
    truth === 'either' ? [] : [finding(test, truth === 'true', byInterval)],
  );
  if (sample.settled.how !== 'exact') return found;
  const open = sitesOf(expression).filter(({ part }) => truths.get(part as Conditional) === 'either');
  return [...found, ...open.flatMap((site) => tried(site, sample))];
}

const finding = (test: Expression, always: boolean, settled: Settled): ShapeFinding => ({
  code: 'shape/unreachable',
  severity: 'warning',
  settled,
  test: printShape(test),
  always,
});

function tried(site: Site, { chunks, settled }: Sample): ShapeFinding[] {
  const { test } = site.part as Conditional;
  const [reach, own] = [reaching(site), standalone(site, test)];
  const seen = { true: false, false: false };
  for (const { evaluate } of chunks) {
    const [reached, values] = [evaluate(reach), evaluate(own)];
    for (let row = 0; row < values.length; row++)
      if (reached[row]) seen[holds(values[row] as number) ? 'true' : 'false'] = true;
    if (seen.true && seen.false) return [];
  }
  return seen.true === seen.false ? [] : [finding(test, seen.true, settled)];
}
