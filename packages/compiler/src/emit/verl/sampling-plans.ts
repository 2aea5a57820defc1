// How every tier and every evaluation mode is sampled, in tokens: what the bundle's agent loop reads.
import type { ResolvedReinforcement } from '@allot/spec';
import type { PromptStart, VerlInputs } from './verl-inputs.js';

/** As `SamplingPlan` in allot_verl/experiment.py. */
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
  inputs: VerlInputs,
): readonly SamplingPlan[] =>
  tiers.map(({ name, budget, cap }, tier) => {
    const start = inputs.tiers[tier] as PromptStart;
    return { name: name ?? `${budget}`, ...startOf(start, cap, response.prefillInLength), tier, budget };
  });

export const modePlans = (
  { evaluation, response }: ResolvedReinforcement,
  inputs: VerlInputs,
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
export function longestSequence(
  settings: ResolvedReinforcement,
  inputs: VerlInputs,
): { readonly prompt: number; readonly response: number } {
  const plans = [...tierPlans(settings, inputs), ...modePlans(settings, inputs)];
  const { prefillInLoss } = settings.response;
  const longest = [...inputs.train, ...inputs.test].reduce(
    (most, { prompts }) => prompts.reduce((more, { length }) => Math.max(more, length), most),
    0,
  );
  const most = (value: (plan: SamplingPlan) => number): number => Math.max(0, ...plans.map(value));
  return {
    prompt: longest + (prefillInLoss ? 0 : most(({ prefill }) => prefill.length)),
    response: most(({ prefill, most_new_tokens: tokens }) => tokens + (prefillInLoss ? prefill.length : 0)),
  };
}
