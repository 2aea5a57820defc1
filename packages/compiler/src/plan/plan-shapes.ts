// The reward and the advantage of a plan as they are in its first step, and what `allot check` finds in them.
import type { Diagnostic, Expression, ResolvedReinforcement } from '@allot/spec';
import { analyzeAdvantage, analyzeReward } from '../analysis/analyze-shape.js';
import { atFirst, lasting } from '../analysis/at-first.js';
import { findingsToDiagnostics } from '../analysis/findings-to-diagnostics.js';
import { analysisContext } from '../rules/analysis-context.js';

export interface PlannedShapes {
  readonly reward: AnalysedPart;
  readonly advantage: AnalysedPart;
}

export interface AnalysedPart {
  /** Without memory: every cell stands at its initial value. */
  readonly expression: Expression;
  readonly findings: readonly Diagnostic[];
}

/** Of a plan that was checked: nothing in it is an error. */
export function plannedShapes(settings: ResolvedReinforcement): PlannedShapes {
  const { reward, advantage, state } = settings;
  const paid = atFirst(reward.expression, state);
  const weighed = atFirst(advantage.expression, state);
  const context = analysisContext(settings);
  const found = context && [
    lasting(reward.expression, analyzeReward(paid, context)),
    lasting(advantage.expression, analyzeAdvantage(paid, weighed, context)),
  ];
  const [ofReward = [], ofAdvantage = []] = found ?? [];
  return {
    reward: { expression: paid, findings: findingsToDiagnostics(ofReward) },
    advantage: { expression: weighed, findings: findingsToDiagnostics(ofAdvantage) },
  };
}
