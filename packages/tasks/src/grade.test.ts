import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { finalText, finalTextOfTokens, gradeExactly } from './grade.js';
import { arithmeticTokens, tags } from './testing.js';

const tokenizer = arithmeticTokens();
const grade = (text: string, answer = '7') => gradeExactly(finalText(text, tags), { answer });

describe('gradeExactly', () => {
  test.each([
    ['+4=7</think>7<eos>', '7', true, true],
    ['+4=7</think>7', '7', true, true],
    ['+4=7</think> 7 \n<eos><pad><pad>', '7', true, true],
    ['+4=7</think>8<eos>', '8', false, true],
    ['+4=7</think>77<eos>', '77', false, true],
    ['</think>7<eos>', '7', true, true],
    ['+4=7', '', false, false],
    ['7<eos>', '', false, false],
    ['', '', false, false],
    ['</think>', '', false, false],
    ['</think><eos>', '', false, false],
    ['</think>7</think>8<eos>', '8', false, false],
    ['</think>8</think>7<eos>', '7', true, false],
    ['</think></think></think>', '', false, false],
    ['<think>+4=7</think>7<eos>', '7', true, false],
    ['+4=7</think>7<eos>8', '7<eos>8', false, true],
    ['+4=7</think>7~', '7~', false, true],
    ['__proto__</think>constructor', 'constructor', false, true],
  ])('%j', (text, answer, correct, formatted) => {
    expect(grade(text)).toEqual({ answer, correct, formatted });
  });

  test('an empty gold answer is never met', () => {
    expect(grade('</think><eos>', '').correct).toBe(false);
  });

  test('any text gets a grade, and only a right answer after a tag is right', () => {
    const piece = fc.constantFrom('</think>', '<think>', '7', '<eos>', '<pad>', ' ', '=', '\u0000', '🙂');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
        const { answer, correct, formatted } = grade(parts.join(''));
        expect(correct).toBe(answer === '7');
        const closings = parts.filter((part) => part === '</think>').length;
        expect(answer === '' || closings > 0).toBe(true);
        expect(!formatted || closings === 1).toBe(true);
      }),
    );
  });
});

test('finalTextOfTokens leaves out what ends and fills a response', () => {
  const tokens = tokenizer.encode('+4=7</think>7<eos><pad><pad>');
  expect(finalTextOfTokens(tokens, tags, tokenizer)).toEqual({ text: '7', formatted: true });
  expect(finalTextOfTokens(new Int32Array(), tags, tokenizer)).toEqual({ text: '', formatted: false });
});
