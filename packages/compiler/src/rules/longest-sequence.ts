// The longest sequence that a definition can make: prompt, reasoning tag, prefill, response.
import type { Facts } from '../facts/facts.js';
import type { FilledCommon, FilledReinforcement } from '../schema/filled-definition.js';
import { statedPrefill } from './prefill-text.js';

export interface SequenceLength {
  /** Tokens of the longest prompt, the reasoning tag included. */
  readonly prompt: number;
  /** Tokens of the longest prefill that is no part of the response's length. */
  readonly prefill: number;
  readonly response: number;
  readonly total: number;
}

/** Undefined where the dataset or the tokenizer cannot tell. */
export function longestSequence(
  { datasets, tokenizer }: Facts,
  name: string,
  response: FilledCommon['response'],
  prefills: readonly string[],
  maxTokens: number = response.maxTokens,
): SequenceLength | undefined {
  const problem = datasets[name]?.longestPromptTokens;
  if (problem === undefined || !tokenizer) return undefined;
  const prompt = problem + (tokenizer.encode(response.reasoningOpen)?.length ?? 1);
  const longest = Math.max(0, ...prefills.map((text) => tokenizer.encode(text)?.length ?? 0));
  const prefill = response.prefillInLength ? 0 : longest;
  return { prompt, prefill, response: maxTokens, total: prompt + prefill + maxTokens };
}

export const tierPrefills = (tiers: FilledReinforcement['tiers']): readonly string[] =>
  tiers.map(({ prefill, budget }) => statedPrefill(prefill, budget));
