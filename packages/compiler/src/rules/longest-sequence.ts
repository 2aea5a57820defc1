// The longest sequence that a definition can make: prompt and what stands around it, reasoning tag, prefill, response.
import type { Facts } from '../facts/facts.js';
import type { FilledCommon, FilledReinforcement } from '../schema/filled-definition.js';
import { statedPrefill } from './prefill-text.js';

export interface SequenceLength {
  /** Tokens of the longest prompt, the reasoning tag and the texts around the problem included. */
  readonly prompt: number;
  /** Tokens of its prefill that are no part of the response's length. */
  readonly prefill: number;
  readonly response: number;
  readonly total: number;
}

/** Undefined where the dataset or the tokenizer cannot tell. */
export function longestSequence(
  { datasets, tokenizer, prompt: rendered }: Facts,
  name: string,
  response: FilledCommon['response'],
  texts: readonly SequenceTexts[],
  maxTokens: number = response.maxTokens,
): SequenceLength | undefined {
  const problem = datasets[name]?.longestPromptTokens;
  if (problem === undefined || !tokenizer) return undefined;
  const count = (text = ''): number => tokenizer.encode(text)?.length ?? 0;
  const plain = problem + (rendered?.frameTokens ?? tokenizer.encode(response.reasoningOpen)?.length ?? 1);
  const lengths = texts.map(({ around = [], prefill }) => ({
    prompt: rendered ? plain : plain + around.reduce((sum, text) => sum + count(text), 0),
    prefill: response.prefillInLength ? 0 : count(prefill),
  }));
  const { prompt, prefill } = lengths.reduce(
    (longest, other) => (other.prompt + other.prefill > longest.prompt + longest.prefill ? other : longest),
    { prompt: plain, prefill: 0 },
  );
  return { prompt, prefill, response: maxTokens, total: prompt + prefill + maxTokens };
}

/** Texts that stand in a sequence beside the problem and what is sampled. */
export interface SequenceTexts {
  /** Before and after the problem. */
  readonly around?: readonly string[];
  readonly prefill?: string;
}

export const sequenceTexts = (tiers: FilledReinforcement['tiers']): readonly SequenceTexts[] =>
  tiers.map(({ system = '', promptSuffix = '', prefill, budget }) => ({
    around: [statedPrefill(system, budget), statedPrefill(promptSuffix, budget)],
    prefill: statedPrefill(prefill, budget),
  }));
