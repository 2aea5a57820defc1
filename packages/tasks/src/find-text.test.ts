import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeChatModel } from '../test-support/chat-model.js';
import { countThinkingTokens, findText } from './find-text.js';
import { arithmeticTokens } from './testing.js';
import { loadTokenizer } from './tokenizer/load.js';

const tokenizer = arithmeticTokens();
const [pieces] = loadTokenizer(writeChatModel());
const bytes = pieces!;
const [whole] = loadTokenizer(writeChatModel({ added: ['<think>', '</think>'] }));

test.each([
  ['+4=7</think>7<eos>', 4],
  ['</think>', 0],
  ['+4=7', 4],
  ['', 0],
  ['+4</think>=</think>', 2],
])('countThinkingTokens(%j) is %i', (text, count) => {
  expect(countThinkingTokens(tokenizer.encode(text), '</think>', tokenizer)).toBe(count);
});

describe('a tag of several tokens', () => {
  test.each([
    ['ab</think>c', [2, 7]],
    ['ab</think>\n\nc', [2, 7]],
    ['a.</think>', [2, 6]],
    ['</think>', [0, 5]],
    ['a</think', undefined],
    ['🙂</think>🙂', [4, 9]],
  ])('%j', (text, place) => {
    const found = findText(bytes.encode(text), '</think>', bytes);
    expect(found && [found.before, found.through]).toEqual(place);
  });

  test('is found by its id where it is an added token', () => {
    const tokens = whole!.encode('a</think>\n\nb');
    expect(findText(tokens, '</think>', whole!)).toEqual({ before: 1, through: 2 });
  });

  test('the first place in long responses is the one that offsets into the text give', () => {
    const piece = fc.constantFrom(
      '</think>',
      '.',
      '</',
      'think>',
      '🙂',
      'é',
      '\n\n',
      'ab',
      '<',
      'x'.repeat(70),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        const tokens = bytes.encode(text);
        const found = findText(tokens, '</think>', bytes);
        const at = text.indexOf('</think>');
        const ends = Array.from(tokens, (_, token) => bytes.decode(tokens.slice(0, token + 1)));
        const begins = (token: number): number =>
          token === 0 ? 0 : Buffer.byteLength((ends[token - 1] as string).replaceAll('\u{fffd}', ''));
        const start = Buffer.byteLength(text.slice(0, Math.max(0, at)));
        expect(found === undefined).toBe(at < 0);
        expect(found?.through).toBe(
          at < 0 ? undefined : ends.findIndex((end) => end.includes('</think>')) + 1,
        );
        expect(found?.before).toBe(
          at < 0 ? undefined : [...ends.keys(), ends.length].find((token) => begins(token) >= start),
        );
      }),
      { numRuns: 200 },
    );
  });
});
