// Tiers that follow from the pilot, written out: from what it measured, or by stand-ins until it has been run.
import { type Diagnostic, type Pilot, type PilotTiers, pilotBudgets } from '@allot/spec';
import { report } from '../diagnostics/report.js';
import { findSpan, type SpanTable } from '../load/spans.js';
import { valueAt } from '../path.js';

export interface SettledTiers {
  /** The definition with its tiers as a list. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Whether the budgets are stand-ins. */
  readonly awaited: boolean;
  /** Where the budgets come from, in words; absent: they are written in the definition. */
  readonly rule?: string;
  readonly problems: readonly Diagnostic[];
}

/** Writes out the tiers of a definition; one whose tiers are a list, or no tiers at all, is left as it is. */
export function settleTiers(
  value: Readonly<Record<string, unknown>>,
  pilot: Pilot | undefined,
  spans: SpanTable,
): SettledTiers {
  const { tiers } = value;
  const most = valueAt(value, ['response', 'maxTokens']);
  if (!isPilotTiers(tiers) || !isCount(most)) return { value, awaited: false, problems: [] };
  const { fromPilot: count, roundTo = 1, rolloutsPerTier: rollouts, ...rest } = tiers;
  const settle = (budgets: readonly number[]) => ({
    ...value,
    tiers: budgets.map((budget) => ({ budget, rollouts, ...rest })),
  });
  const standIns = Array.from({ length: count }, (_, index) =>
    Math.round((most * (index + 1)) / (count + 1)),
  );
  const place = placeOf(spans);
  const awaiting = (problem: Diagnostic): SettledTiers => ({
    value: settle(standIns),
    awaited: true,
    rule: 'nothing yet: it stands in for a budget that comes from the pilot',
    problems: [problem],
  });
  if (valueAt(value, ['pilot']) === undefined) return awaiting(report('tiers/no-pilot', {}, place));
  if (!pilot) return awaiting(report('tiers/await-pilot', { budgets: standIns.join(', ') }, place));
  const right = pilot.lengths.reduce((sum, one) => sum + one.right, 0);
  const budgets = pilotBudgets(pilot, { count, roundTo, most });
  if (!budgets) return awaiting(report('tiers/pilot-too-thin', { count, right, most }, place));
  const rule = `the pilot: quantiles of the lengths of ${right} right responses, their mean held`;
  return { value: settle(budgets), awaited: false, rule, problems: [] };
}

function placeOf(spans: SpanTable): Partial<Diagnostic> {
  const span = findSpan(spans, ['tiers']);
  return { path: 'tiers', ...(span ? { span } : {}) };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

/** Whether the tiers have the form that the schema asks of those of a pilot. */
function isPilotTiers(tiers: unknown): tiers is PilotTiers {
  if (typeof tiers !== 'object' || tiers === null || Array.isArray(tiers)) return false;
  const { fromPilot, roundTo = 1, rolloutsPerTier } = tiers as Readonly<Record<string, unknown>>;
  return [fromPilot, roundTo, rolloutsPerTier].every(isCount) && (fromPilot as number) <= 64;
}
