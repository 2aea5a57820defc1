// What the shapes of a definition are analysed for.
import type { ResolvedReinforcement } from '@allot/spec';
import type { AnalysisContext } from '../analysis/context.js';
import { toldText } from './prefill-differs.js';

/** Undefined where other rules find that the budgets do not fit. */
export function analysisContext({
  tiers,
  response,
  steps,
  signals = {},
}: Pick<ResolvedReinforcement, 'tiers' | 'response' | 'steps' | 'signals'>): AnalysisContext | undefined {
  const { maxTokens } = response;
  if (tiers.some(({ budget, cap }) => budget > cap || cap > maxTokens)) return undefined;
  return {
    tiers: tiers.map((tier) => ({
      budget: tier.budget,
      rollouts: tier.rollouts,
      cap: tier.cap,
      told: toldText(tier).includes(String(tier.budget)),
    })),
    lMax: maxTokens,
    steps,
    signals: Object.fromEntries(
      Object.entries(signals).flatMap(([name, { range }]) => (range ? [[name, range] as const] : [])),
    ),
    groupSize: tiers.reduce((sum, { rollouts }) => sum + rollouts, 0),
  };
}
