// What a policy reads: the prompt, and the prefill that begins its response.
import type { EvaluationResult, Problem } from '@allot/spec';
import type { Tokenizer } from './tokenizer/tokenizer.js';

/** What stands around the problem of a prompt. */
export interface PromptFrame {
  /** Before the problem. */
  readonly system?: string;
  /** Between the problem and the tag that opens the reasoning. */
  readonly promptSuffix?: string;
}

/** The problem in its frame and the tag that opens the reasoning. */
export const printPrompt = (
  { problem }: Pick<Problem, 'problem'>,
  { reasoningOpen }: { readonly reasoningOpen: string },
  { system = '', promptSuffix = '' }: PromptFrame = {},
): string => system + problem + promptSuffix + reasoningOpen;

export const encodePrompt = (
  problem: Pick<Problem, 'problem'>,
  response: { readonly reasoningOpen: string },
  tokenizer: Tokenizer,
  frame: PromptFrame = {},
): Int32Array => tokenizer.encode(printPrompt(problem, response, frame));

/** A text of a tier with `{budget}` replaced. */
export const printPrefill = (template: string, budget: number): string =>
  template.replaceAll('{budget}', String(budget));

export const encodePrefill = (template: string, budget: number, tokenizer: Tokenizer): Int32Array =>
  tokenizer.encode(printPrefill(template, budget));

export type PromptMode = EvaluationResult['mode'];

/** Prefills by evaluation mode; `budget` is a template with `{budget}`. */
export interface ModePrefills {
  readonly efficient: string;
  readonly budget: string;
}

/** The prefill's text of an evaluation mode: none in natural mode. */
export function prefillOfMode(mode: PromptMode, prefills: ModePrefills): string {
  if (mode === 'natural') return '';
  if (mode === 'efficient') return prefills.efficient;
  return printPrefill(prefills.budget, Number(mode.slice('budget='.length)));
}

/** The mode that a text names, or undefined: `natural`, `efficient`, `budget=18`. */
export function parseMode(text: string): PromptMode | undefined {
  if (text === 'natural' || text === 'efficient') return text;
  return /^budget=[1-9]\d{0,8}$/.test(text) ? (text as PromptMode) : undefined;
}
