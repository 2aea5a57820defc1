// Divisions by zero and other values that are no finite number.
import { type Expression, printShape } from '@allot/spec';
import type { AnalysisContext } from './context.js';
import { tierDomain } from './domain.js';
import { byExample, type ShapeFinding } from './finding.js';
import { type Interval, isBounded } from './interval.js';
import { intervalOf } from './interval-of.js';
import type { Sample } from './sample.js';
import { reaching, type Site, sitesOf, standalone } from './sites.js';

type Operation = Extract<Expression, { kind: 'binary' | 'call' }>;

/**
 * Operations that intervals do not clear are tried out; a row that makes one of finite operands infinite or NaN is
 * a finding: an error where the shape itself is not finite there, a warning where later parts mend it.
 */
export function findNotFinite(
  expression: Expression,
  context: AnalysisContext,
  sample: Sample,
  reward?: Interval,
): ShapeFinding[] {
  const suspects = new Set<Expression>();
  for (const tier of context.tiers.keys())
    intervalOf(expression, tierDomain(context, tier, reward), (part, value) => {
      if ((part.kind === 'binary' || part.kind === 'call') && !isBounded(value)) suspects.add(part);
    });
  if (suspects.size === 0) return [];
  const results = sample.chunks.map(({ evaluate }) => evaluate(expression));
  const seen = new Set<string>();
  return sitesOf(expression).flatMap((site) => {
    if (!suspects.has(site.part)) return [];
    const found = tryOut(site, sample, results);
    const text = found && `${found.code} ${printShape(site.part)}`;
    if (!found || seen.has(text as string)) return [];
    seen.add(text as string);
    return [found];
  });
}

/** The first row that shows it, one that spoils the shape before one that does not. */
function tryOut(site: Site, { chunks }: Sample, results: readonly Float64Array[]): ShapeFinding | undefined {
  const part = site.part as Operation;
  const operands = part.kind === 'call' ? part.arguments : [part.left, part.right];
  let mended: ShapeFinding | undefined;
  for (const [index, { evaluate, describe }] of chunks.entries()) {
    const values = evaluate(standalone(site, part));
    if (values.every(Number.isFinite)) continue;
    const reached = evaluate(reaching(site));
    const columns = operands.map((operand) => evaluate(standalone(site, operand)));
    for (const [row, value] of values.entries()) {
      if (Number.isFinite(value) || !reached[row]) continue;
      if (!columns.every((column) => Number.isFinite(column[row]))) continue;
      const divides = part.kind === 'binary' && (part.operator === '/' || part.operator === '%');
      const spoils = !Number.isFinite((results[index] as Float64Array)[row]);
      const found: ShapeFinding = {
        code: divides && columns[1]?.[row] === 0 ? 'shape/divides-by-zero' : 'shape/not-a-number',
        severity: spoils ? 'error' : 'warning',
        settled: byExample,
        part: printShape(part),
        value,
        where: describe(row),
      };
      if (spoils) return found;
      mended ??= found;
    }
  }
  return mended;
}
