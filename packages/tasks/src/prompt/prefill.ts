// What a response begins with: a tier's prefill, or that of an evaluation mode.
import type { EvaluationResult } from '@allot/spec';
import type { Tokenizer } from '../tokenizer/tokenizer.js';

/** A text of a tier with `{budget}` replaced. */
export const printPrefill = (template: string, budget: number): string =>
  template.replaceAll('{budget}', String(budget));

/** Its tokens, encoded on their own: they follow the prompt's tokens, whatever the two texts would be together. */
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
