// The conditions of an evaluation, from the plan of a run or from what a saved evaluation says of itself.
import { canonicalJson, type Json, type Plan, type ResolvedEvaluation } from '@allot/spec';
import type { Conditions } from './evaluated-policy.js';

type Fields = Readonly<Record<string, unknown>>;

/** Of an evaluation of a run, in a mode. */
export function conditionsOfPlan(
  { settings }: Plan,
  evaluation: ResolvedEvaluation,
  mode: string,
): Conditions {
  const { response, environment, grading } = settings;
  return {
    sampling: texts(evaluation, samplingFields),
    prompt: promptTexts(
      settings.kind === 'reinforcement' ? settings.prompt : undefined,
      response,
      mode === 'efficient' ? evaluation.efficientPrefill : '',
    ),
    environment: { environment: text(environment ?? null) },
    grading: { grading: text(grading ?? { kind: 'exact' }) },
  };
}

/** Of a saved evaluation, in a mode; `identity` is its `evaluation.json`. */
export function conditionsOfIdentity(identity: Fields, mode: string): Conditions {
  const prompt = fields(identity.prompt);
  const prefill =
    mode === 'efficient' ? prompt.efficientPrefill : mode === 'natural' ? '' : prompt.budgetPrefill;
  return {
    sampling: texts(fields(identity.sampling), samplingFields),
    prompt: promptTexts(prompt.text ?? undefined, fields(prompt.response), prefill),
    environment: { environment: text(identity.environment) },
    grading: { grading: text(identity.grading) },
  };
}

const samplingFields = ['samplesPerProblem', 'temperature', 'topP', 'maxTokens'] as const;

/** What decides about the tokens before the response, about its beginning, and about how its length is counted. */
function promptTexts(prompt: unknown, response: Fields, prefill: unknown): Readonly<Record<string, string>> {
  return {
    prompt: text(prompt ?? null),
    ...texts(response, ['reasoningOpen', 'reasoningClose', 'prefillInLength']),
    prefill: text(prefill),
  };
}

const texts = (from: object, names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, text((from as Fields)[name])]));

const text = (value: unknown): string => canonicalJson((value ?? null) as Json);

const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
