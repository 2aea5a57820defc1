// Whatever stands in a tokenizer.json, loading it ends in a tokenizer or in a diagnostic.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeChatModel } from '../../test-support/chat-model.js';
import { loadTokenizer } from './load.js';

type Json = Record<string, unknown>;

const file = join(mkdtempSync(join(tmpdir(), 'allot-malformed-')), 'tokenizer.json');
const sound = JSON.parse(readFileSync(writeChatModel({ added: ['<think>'] }), 'utf8')) as Json;

const load = (json: unknown) => {
  writeFileSync(file, JSON.stringify(json));
  return loadTokenizer(file);
};

test('any part may hold anything', () => {
  const parts = ['model', 'normalizer', 'pre_tokenizer', 'post_processor', 'decoder', 'added_tokens'];
  const inner = ['type', 'vocab', 'merges', 'unk_token', 'pattern', 'pretokenizers', 'byte_fallback'];
  fc.assert(
    fc.property(
      fc.constantFrom(...parts),
      fc.option(fc.constantFrom(...inner)),
      fc.jsonValue(),
      (part, key, value) => {
        const before = sound[part];
        const isGroup = typeof before === 'object' && before !== null && !Array.isArray(before);
        const changed = key === null || !isGroup ? value : { ...(before as Json), [key]: value };
        const [tokenizer, diagnostics] = load({ ...sound, [part]: changed });
        expect(diagnostics).toHaveLength(tokenizer ? 0 : 1);
        for (const { code } of diagnostics) expect(code).toMatch(/^tokenizer\/(malformed|unsupported)$/);
        expect(() =>
          tokenizer?.decode(tokenizer.canEncode('a é') ? tokenizer.encode('a é') : []),
        ).not.toThrow();
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  ['a WordPiece model', { model: { ...(sound.model as Json), type: 'WordPiece' } }, 'type "WordPiece"'],
  ['dropout', { model: { ...(sound.model as Json), dropout: 0.1 } }, 'dropout'],
  ['a normalizer that was not compared', { normalizer: { type: 'NFKC' } }, 'normalizer of the type "NFKC"'],
  [
    'a part in a sequence',
    { pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'BertPreTokenizer' }] } },
    '"BertPreTokenizer"',
  ],
  [
    'a behaviour that was not compared',
    { pre_tokenizer: { type: 'Split', pattern: { Regex: 'a' }, behavior: 'MergedWithNext', invert: false } },
    'with these settings',
  ],
  [
    'an added token that takes spaces',
    { added_tokens: [{ id: 300, content: '<x>', lstrip: true }] },
    '"<x>" with lstrip',
  ],
  [
    'an added token that is normalized after a space was put before it',
    {
      normalizer: { type: 'Prepend', prepend: '▁' },
      added_tokens: [{ id: 300, content: '<x>', normalized: true }],
    },
    '"<x>" with normalized',
  ],
])('%s is refused by name', (_, changes, words) => {
  const [tokenizer, diagnostics] = load({ ...sound, ...changes });
  expect(tokenizer).toBeUndefined();
  expect(diagnostics[0]!.code).toBe('tokenizer/unsupported');
  expect(diagnostics[0]!.message).toContain(words);
});
