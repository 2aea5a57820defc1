import { expect, test } from 'vitest';
import { encodePrefill, encodePrompt, parseMode, prefillOfMode } from './prompt.js';
import { arithmeticTokens, tags } from './testing.js';

const tokenizer = arithmeticTokens();
const prefills = { efficient: '[min]', budget: '[{budget}]' };

test('a prompt is the problem and the opening tag', () => {
  expect(tokenizer.decode(encodePrompt({ problem: '3+4' }, tags, tokenizer))).toBe('3+4<think>');
});

test('a frame stands before and behind the problem', () => {
  const frame = { system: '[9]', promptSuffix: '[min]' };
  expect(tokenizer.decode(encodePrompt({ problem: '3+4' }, tags, tokenizer, frame))).toBe(
    '[9]3+4[min]<think>',
  );
});

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
