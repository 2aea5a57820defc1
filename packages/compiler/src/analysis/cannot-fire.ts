// Rules over a group that no group of this size can meet.
import { canonicalJson, type Expression, holds, printShape, type Reduction, somePart } from '@allot/spec';
import type { AnalysisContext } from './context.js';
import type { Limit, ShapeFinding } from './finding.js';
import { add, constantOf, type LinearForm, linearForm, scale } from './linear-form.js';
import type { Sample } from './sample.js';
import { reaching, type Site, sitesOf, standalone } from './sites.js';

type Comparison = Extract<Expression, { kind: 'binary' }>;

/**
 * No member of a group of G is more than (G - 1) / sqrt(G) sample standard deviations from its mean (sqrt(G - 1) of
 * the population kind), so a rule beyond that never fires: DOT's three deviations (arXiv 2601.03969) need 11 rollouts.
 * Other comparisons with statistics are tried on sampled groups.
 */
export function findCannotFire(
  expression: Expression,
  context: AnalysisContext,
  sample: Sample,
): ShapeFinding[] {
  const seen = new Set<string>();
  return sitesOf(expression).flatMap((site): ShapeFinding[] => {
    const test = printShape(site.part);
    if (!isComparison(site.part) || seen.has(test)) return [];
    seen.add(test);
    const limit = limitOf(site, site.part, context);
    if (limit)
      return [
        {
          code: 'shape/cannot-fire',
          severity: 'warning',
          settled: { how: 'exact', by: 'its form' },
          test,
          limit,
        },
      ];
    if (!somePart(site.part, ({ kind }) => kind === 'reduce') || firesSomewhere(site, sample)) return [];
    return [{ code: 'shape/cannot-fire', severity: 'info', settled: sample.settled, test }];
  });
}

const comparisons = new Set(['<', '<=', '>', '>=']);
const isComparison = (part: Expression): part is Comparison =>
  part.kind === 'binary' && comparisons.has(part.operator);

/** Also true where no row reaches the test: then it is not the test that keeps it. */
function firesSomewhere(site: Site, { chunks }: Sample): boolean {
  const [reach, test] = [reaching(site), standalone(site, site.part)];
  let reachedOnce = false;
  for (const { evaluate } of chunks) {
    const [reached, values] = [evaluate(reach), evaluate(test)];
    for (let row = 0; row < values.length; row++) {
      if (!reached[row]) continue;
      if (holds(values[row] as number)) return true;
      reachedOnce = true;
    }
  }
  return !reachedOnce;
}

/** The limit that the comparison runs into, where it has the form x - mean - k * std > c. */
function limitOf(
  site: Site,
  comparison: Comparison,
  { tiers, groupSize }: AnalysisContext,
): Limit | undefined {
  const { operator } = comparison;
  const above = operator === '>' || operator === '>=';
  const names = new Map(site.names);
  const form = excess(
    above ? comparison.left : comparison.right,
    above ? comparison.right : comparison.left,
    names,
  );
  const parts = deviation(form, names);
  if (!parts) return undefined;
  const { std, deviations, most } = parts;
  const size = {
    group: groupSize,
    tier: Math.max(...tiers.map(({ rollouts }) => rollouts)),
    batch: Number.POSITIVE_INFINITY,
    response: Number.POSITIVE_INFINITY,
    segment: Number.POSITIVE_INFINITY,
    position: groupSize,
  }[std.scope];
  const strict = operator === '>' || operator === '<';
  const possible = greatestDeviation(size, std.ddof);
  if (!Number.isFinite(size) || deviations < possible || (strict ? most > 0 : most >= 0)) return undefined;
  let needed = size;
  while (greatestDeviation(needed, std.ddof) <= deviations) needed++;
  return { deviations, size, possible, needed };
}

const greatestDeviation = (size: number, ddof: 0 | 1): number =>
  ddof === 1 ? (size - 1) / Math.sqrt(size) : Math.sqrt(size - 1);

/** greater - lesser; where one is a quotient and the other a number, that times the denominator. */
function excess(greater: Expression, lesser: Expression, names: ReadonlyMap<string, Expression>): LinearForm {
  const form = (part: Expression): LinearForm => linearForm(part, names);
  const [above, below] = [resolve(greater, names), resolve(lesser, names)];
  const quotient = [above, below].find((part) => part.kind === 'binary' && part.operator === '/') as
    | Comparison
    | undefined;
  const times = constantOf(form(quotient === above ? below : above));
  if (!quotient || times === undefined || constantOf(form(quotient.right)) !== undefined)
    return add(form(above), scale(form(below), -1));
  const difference = add(form(quotient.left), scale(form(quotient.right), -times));
  return quotient === above ? difference : scale(difference, -1);
}

/** x - mean(x) - deviations * std(x) + at most `most`, where the form is that, or its mirror image. */
function deviation(
  { terms, constant }: LinearForm,
  names: ReadonlyMap<string, Expression>,
): { readonly std: Reduction; readonly deviations: number; readonly most: number } | undefined {
  const parts = [...terms.values()];
  const statistic = (reducer: 'mean' | 'std') =>
    parts.find(({ part }) => part.kind === 'reduce' && part.reducer === reducer);
  const [mean, std] = [statistic('mean'), statistic('std')];
  const own = parts.find((term) => term !== mean && term !== std);
  if (parts.length !== 3 || !mean || !std || !own) return undefined;
  const [m, s] = [mean.part as Reduction, std.part as Reduction];
  const whole = (part: Reduction): boolean => part.where === undefined && part.leaveOneOut !== true;
  const same = (part: Expression): string => canonicalJson(resolve(part, names));
  if (!whole(m) || !whole(s) || m.scope !== s.scope || same(m.of) !== same(s.of)) return undefined;
  if (same(own.part) !== same(m.of) || own.times !== -mean.times) return undefined;
  const size = Math.abs(own.times);
  return { std: s, deviations: -std.times / size, most: constant[1] };
}

/** What a local stands for. */
function resolve(part: Expression, names: ReadonlyMap<string, Expression>): Expression {
  const value = part.kind === 'local' ? names.get(part.name) : undefined;
  return value ? resolve(value, names) : part;
}
