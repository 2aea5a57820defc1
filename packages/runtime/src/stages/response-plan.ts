// How the responses of a tier are sampled, in tokens.
import type { ResolvedReinforcement, ResolvedTier } from '@allot/spec';
import { encodePrefill, type PromptFrame, printPrefill, type Tokenizer } from '@allot/tasks';

/** What stands around the problem, what a response begins with, how long it may get. */
export interface ResponsePlan {
  /** Absent: nothing. */
  readonly frame?: PromptFrame;
  readonly prefill: Int32Array;
  /** A token that follows the prefill without being sampled; absent where it is sampled. */
  readonly firstToken?: DeclaredToken;
  /** Most response tokens, prefill included when `response.prefillInLength`. */
  readonly cap: number;
  /** Absent: the reasoning ends when it ends. */
  readonly thinking?: ThinkingPlan;
}

export interface DeclaredToken {
  readonly token: number;
  /** Logarithm of the probability with which rollouts begin so. */
  readonly logProbability: number;
}

export interface ThinkingPlan {
  /** Most tokens of the reasoning, counted like the response. */
  readonly cap: number;
  /** What closes a reasoning that is open at its cap. */
  readonly closing: Int32Array;
}

/** The plans of the tiers, in their order. */
export const tierPlans = (
  { tiers }: Pick<ResolvedReinforcement, 'tiers'>,
  tokenizer: Tokenizer,
): ResponsePlan[] => tiers.map((tier) => tierPlan(tier, tokenizer));

function tierPlan(tier: ResolvedTier, tokenizer: Tokenizer): ResponsePlan {
  const { budget, cap, prefill, firstToken, thinkingCap, closing } = tier;
  const frame = frameOf(tier);
  return {
    ...(frame ? { frame } : {}),
    prefill: encodePrefill(prefill, budget, tokenizer),
    ...(firstToken ? { firstToken: declared(firstToken, tokenizer) } : {}),
    cap,
    ...(thinkingCap !== undefined && closing !== undefined
      ? { thinking: { cap: thinkingCap, closing: encodePrefill(closing, budget, tokenizer) } }
      : {}),
  };
}

function frameOf({ system, promptSuffix, budget }: ResolvedTier): PromptFrame | undefined {
  if (system === undefined && promptSuffix === undefined) return undefined;
  const text = (template: string | undefined): string => printPrefill(template ?? '', budget);
  return { system: text(system), promptSuffix: text(promptSuffix) };
}

function declared(
  { text, probability }: NonNullable<ResolvedTier['firstToken']>,
  tokenizer: Tokenizer,
): DeclaredToken {
  const [token, ...more] = tokenizer.encode(text);
  if (token === undefined || more.length > 0) throw new Error(`${JSON.stringify(text)} is not one token`);
  return { token, logProbability: Math.log(probability) };
}
