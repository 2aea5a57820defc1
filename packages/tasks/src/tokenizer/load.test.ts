import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arithmeticTokenizerFile, arithmeticTokens } from '../testing.js';
import { arithmeticTokenizer, arithmeticTokenizerConfig } from './arithmetic.js';
import { inspectTokenizer } from './inspect.js';
import { loadTokenizer } from './load.js';

const tokenizer = arithmeticTokens();
const texts = ['<pad>', '<eos>', '<think>', '</think>', ...Array.from('0123456789+-*=?~[]min')];

const written = (content: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'allot-tokenizer-')), 'tokenizer.json');
  writeFileSync(file, content);
  return file;
};

describe('the arithmetic tokenizer', () => {
  test('every character and special token is one token', () => {
    expect(tokenizer.vocabularySize).toBe(25);
    expect(texts.map((text) => [...tokenizer.encode(text)])).toEqual(texts.map((_, id) => [id]));
    expect(tokenizer.specialTokens).toEqual({ '<pad>': 0, '<eos>': 1, '<think>': 2, '</think>': 3 });
    expect([tokenizer.stopTokens, tokenizer.padToken]).toEqual([[1], 0]);
    expect(tokenizer.prefix).toHaveLength(0);
  });

  test('decoding undoes encoding', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...texts)), (parts) => {
        const ids = tokenizer.encode(parts.join(''));
        expect(ids).toHaveLength(parts.length);
        expect(tokenizer.decode(ids)).toBe(parts.join(''));
      }),
    );
  });

  test.each(['a', '3 + 4', '<thonk>', '３', '\n', '🙂'])('says that it cannot express %j', (text) => {
    expect(tokenizer.canEncode(text)).toBe(false);
    expect(() => tokenizer.encode(text)).toThrow('cannot express');
  });

  test('the committed files are those that the script writes', () => {
    const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
    expect(read(arithmeticTokenizerFile)).toEqual(arithmeticTokenizer());
    expect(read(arithmeticTokenizerFile.replace('tokenizer.json', 'tokenizer_config.json'))).toEqual(
      arithmeticTokenizerConfig(),
    );
  });
});

describe('loadTokenizer', () => {
  test.each([
    ['not JSON', '{"model":', 'tokenizer/malformed'],
    ['a list', '[]', 'tokenizer/malformed'],
    ['no model', '{}', 'tokenizer/malformed'],
    ['a model without vocabulary', '{"model": {"type": "BPE"}}', 'tokenizer/malformed'],
    ['an empty vocabulary', '{"model": {"type": "BPE", "vocab": {}, "merges": []}}', 'tokenizer/malformed'],
    ['a model without merges', '{"model": {"type": "BPE", "vocab": {"a": 0}}}', 'tokenizer/malformed'],
    [
      'ids that are text',
      '{"model": {"type": "BPE", "vocab": {"a": "b"}, "merges": []}}',
      'tokenizer/malformed',
    ],
    ['a kind without merges', '{"model": {"type": "?", "vocab": {"a": 0}}}', 'tokenizer/unsupported'],
    [
      'added tokens that are no list',
      '{"model": {"vocab": {"a": 0}, "merges": []}, "added_tokens": 7}',
      'tokenizer/malformed',
    ],
    ['an absurd id', '{"model": {"vocab": {"a": 4294967295}, "merges": []}}', 'tokenizer/malformed'],
    ['two tokens of one id', '{"model": {"vocab": {"a": 0, "b": 0}, "merges": []}}', 'tokenizer/malformed'],
    [
      'a merge of three',
      '{"model": {"vocab": {"a": 0}, "merges": [["a", "a", "a"]]}}',
      'tokenizer/malformed',
    ],
  ])('%s is a diagnostic', (_, content, code) => {
    const file = written(content);
    const [value, diagnostics] = loadTokenizer(file);
    expect(value).toBeUndefined();
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
    expect(diagnostics[0]!.message).toContain(file);
  });

  test('a missing file is a diagnostic', () => {
    expect(loadTokenizer('/no/such/tokenizer.json')[1][0]!.code).toBe('tokenizer/not-found');
  });

  test('an unknown token counts as not expressible', () => {
    const vocab = { a: 0, b: 1, '<unk>': 2 };
    const [loaded] = loadTokenizer(
      written(JSON.stringify({ model: { type: 'BPE', vocab, merges: [], unk_token: '<unk>' } })),
    );
    expect(loaded?.canEncode('ab')).toBe(true);
    expect(loaded?.canEncode('abc')).toBe(false);
  });
});

test('inspectTokenizer: encode answers undefined where it cannot', async () => {
  const [inspection] = await inspectTokenizer(arithmeticTokenizerFile);
  expect(inspection?.encode('3+4<think>')).toEqual([7, 14, 8, 2]);
  expect(inspection?.encode('three')).toBeUndefined();
  expect(inspection?.digest).toMatch(/^[0-9a-f]{64}$/);
});
