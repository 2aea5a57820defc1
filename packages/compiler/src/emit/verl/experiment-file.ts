// allot_verl/experiment.json: what the bundle's Python reads of the plan.
import { type Expression, type ResolvedReinforcement, somePart } from '@allot/spec';
import { modePlans, tierPlans } from './sampling-plans.js';
import type { VerlInputs } from './verl-inputs.js';

export const experimentFile = (settings: ResolvedReinforcement, inputs: VerlInputs) => ({
  tiers: tierPlans(settings, inputs),
  rollouts: settings.tiers.map(({ rollouts }) => rollouts),
  modes: modePlans(settings, inputs),
  stop_tokens: inputs.stopTokens,
  l_max: settings.response.maxTokens,
  steps: settings.steps,
  prefill_in_length: settings.response.prefillInLength,
  prefill_in_loss: settings.response.prefillInLoss,
  mask_truncated: settings.objective.maskTruncated,
  reward_reads_siblings: readsSiblings(settings.reward.expression),
});

/** Whether a shape can only be evaluated once all of a step is there. */
export const readsSiblings = (expression: Expression): boolean =>
  somePart(expression, ({ kind }) => kind === 'reduce');
