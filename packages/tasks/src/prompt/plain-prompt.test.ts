import { expect, test } from 'vitest';
import { arithmeticTokens, tags } from '../testing.js';
import { encodePlain, printPlain } from './plain-prompt.js';

const tokenizer = arithmeticTokens();

test('a prompt is the problem and the opening tag', () => {
  expect(printPlain({ problem: '3+4' }, tags)).toBe('3+4<think>');
});

test('a frame stands before and behind the problem', () => {
  const frame = { system: '[9]', promptSuffix: '[min]' };
  expect(printPlain({ problem: '3+4' }, tags, frame)).toBe('[9]3+4[min]<think>');
});

test('what stands before every text is put there once', () => {
  const begun = { ...tokenizer, prefix: Int32Array.of(0) };
  const tokens = [0, ...tokenizer.encode('3+4')];
  expect(encodePlain('3+4', tokenizer)).toEqual({ text: '3+4', tokens: tokenizer.encode('3+4') });
  expect(encodePlain('3+4', begun)).toEqual({ text: '<pad>3+4', tokens: Int32Array.from(tokens) });
  expect(encodePlain('<pad>3+4', begun)).toEqual(encodePlain('3+4', begun));
});
