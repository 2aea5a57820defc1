import { expect, test } from 'vitest';
import { arithmeticTokens } from '../testing.js';
import { encodePrefill, parseMode, prefillOfMode } from './prefill.js';

const tokenizer = arithmeticTokens();
const prefills = { efficient: '[min]', budget: '[{budget}]' };

test('a prefill states the budget; an empty one is no token', () => {
  expect(tokenizer.decode(encodePrefill('[{budget}]', 18, tokenizer))).toBe('[18]');
  expect(encodePrefill('', 18, tokenizer)).toHaveLength(0);
});

test('modes and their prefills', () => {
  expect(prefillOfMode('natural', prefills)).toBe('');
  expect(prefillOfMode('efficient', prefills)).toBe('[min]');
  expect(prefillOfMode('budget=48', prefills)).toBe('[48]');
});

test.each(['budget=0', 'budget=', 'budget=-3', 'budget=1.5', 'Natural', ''])('%j is no mode', (text) => {
  expect(parseMode(text)).toBeUndefined();
});
