// allot_bundle/experiment.json: what the bundle's Python reads of the plan.
import { type Expression, type ResolvedReinforcement, somePart } from '@allot/spec';
import type { BundleInputs } from './bundle-inputs.js';
import { modePlans, tierPlans } from './sampling-plans.js';

export const experimentFile = (settings: ResolvedReinforcement, inputs: BundleInputs) => ({
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
