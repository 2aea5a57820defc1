// What the tests of this package share.
import { fileURLToPath } from 'node:url';
import type { ResolvedSupervised } from '@allot/spec';
import { loadTokenizer } from './tokenizer/load.js';
import type { Tokenizer } from './tokenizer/tokenizer.js';

export const arithmeticTokenizerFile: string = fileURLToPath(
  new URL('../../../models/arithmetic/tokenizer.json', import.meta.url),
);

export function arithmeticTokens(): Tokenizer {
  const [tokenizer] = loadTokenizer(arithmeticTokenizerFile);
  if (!tokenizer) throw new Error('models/arithmetic/tokenizer.json does not load');
  return tokenizer;
}

export const tags = { reasoningOpen: '<think>', reasoningClose: '</think>' } as const;

export const overthinking: ResolvedSupervised['demonstrations'] = {
  kind: 'arithmetic-demonstrations',
  operations: [1, 8],
  checksPerStep: [0.2, 0.3, 0.25, 0.25],
  tokens: [52, 91],
  hastyShare: 0.12,
  budgetedShare: 0.5,
  obedientShare: 0.35,
  budgets: [12, 24, 48, 60],
  prefill: '[{budget}]',
  efficientPrefill: '[min]',
};
