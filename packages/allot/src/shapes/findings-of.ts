// What is found out about a shape without training anything.
import {
  type AnalysedShape,
  type AnalysisContext,
  analyzeShape,
  findingsToDiagnostics,
  lasting,
} from '@allot/compiler';
import type { ShapeSetting } from '@allot/report';
import type { Expression, Severity } from '@allot/spec';

export interface FindingInWords {
  /** `allot explain CODE` prints its page. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
}

/** Rollouts of a group, divided among the tiers (HBPO, arXiv 2507.15844). */
const GROUP = 16;

/** Steps of a run, for shapes that change over it (HBPO, arXiv 2507.15844). */
const STEPS = 629;

/**
 * The findings of `allot check` for a shape in a setting, what breaks before what teaches. `whole` is the shape with the
 * cells that it reads, where it reads any.
 */
export function findingsOf(
  shape: Exclude<AnalysedShape, { kind: 'cut' }>,
  { budgets, lMax }: ShapeSetting,
  whole: Expression = shape.expression,
  signals: AnalysisContext['signals'] = {},
): readonly FindingInWords[] {
  const rollouts = Math.max(1, Math.round(GROUP / budgets.length));
  const tiers = budgets.map((budget) => ({ budget, rollouts, cap: lMax, told: true }));
  const context = { tiers, lMax, steps: STEPS, groupSize: rollouts * budgets.length, signals };
  return findingsToDiagnostics(lasting(whole, analyzeShape(shape, context))).map(
    ({ code, severity, message }) => ({
      code,
      severity,
      message,
    }),
  );
}
