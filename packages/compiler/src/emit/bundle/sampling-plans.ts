// How every tier and every evaluation mode is sampled, in tokens: what the bundle's agent loop reads.
import type { ResolvedReinforcement } from '@allot/spec';
import type { BundleInputs, PromptedProblem, PromptStart } from './bundle-inputs.js';

/** As `SamplingPlan` in allot_bundle/experiment.py. */
export interface SamplingPlan {
  readonly name: string;
  readonly prefill: readonly number[];
  readonly most_new_tokens: number;
  readonly prompt: number;
  readonly tier: number;
  readonly budget: number;
}

export const tierPlans = (
  { tiers, response }: ResolvedReinforcement,
  inputs: BundleInputs,
): readonly SamplingPlan[] =>
  tiers.map(({ name, budget, cap }, tier) => {
    const start = inputs.tiers[tier] as PromptStart;
    return { name: name ?? `${budget}`, ...startOf(start, cap, response.prefillInLength), tier, budget };
  });

export const modePlans = (
  { evaluation, response }: ResolvedReinforcement,
  inputs: BundleInputs,
): readonly SamplingPlan[] =>
  (evaluation?.modes ?? []).map((name, mode) => {
    const start = inputs.modes[mode] as PromptStart;
    const cap = evaluation?.maxTokens ?? response.maxTokens;
    return { name, ...startOf(start, cap, response.prefillInLength), tier: -1, budget: 0 };
  });

const startOf = ({ prompt, prefill }: PromptStart, cap: number, prefillInLength: boolean) => ({
  prefill,
  most_new_tokens: Math.max(1, cap - (prefillInLength ? prefill.length : 0)),
  prompt,
});

/** Most tokens that verl calls prompt and response: a prefill that is trained on belongs to the response. */
export interface LongestSequence {
  readonly prompt: number;
  /** Of a tier or of an evaluation. */
  readonly response: number;
  /** Prompt and response of a sequence that is trained on. */
  readonly trained: number;
}

export function longestSequence(settings: ResolvedReinforcement, inputs: BundleInputs): LongestSequence {
  const { prefillInLoss } = settings.response;
  const most = (values: readonly number[]): number => values.reduce((top, value) => Math.max(top, value), 0);
  const longestPrompt = (rows: readonly PromptedProblem[]): number =>
    most(rows.flatMap(({ prompts }) => prompts.map(({ length }) => length)));
  const inPrompt = ({ prefill }: SamplingPlan): number => (prefillInLoss ? 0 : prefill.length);
  const inResponse = ({ prefill, most_new_tokens: tokens }: SamplingPlan): number =>
    tokens + (prefillInLoss ? prefill.length : 0);
  const tiers = tierPlans(settings, inputs);
  const plans = [...tiers, ...modePlans(settings, inputs)];
  return {
    prompt: longestPrompt([...inputs.train, ...inputs.test]) + most(plans.map(inPrompt)),
    response: most(plans.map(inResponse)),
    trained: longestPrompt(inputs.train) + most(tiers.map((plan) => inPrompt(plan) + inResponse(plan))),
  };
}
