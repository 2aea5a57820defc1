import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileEnvironment } from './environment.js';
import { arithmeticTokens, tags } from './testing.js';
import { loadTokenizer } from './tokenizer/load.js';

const tokenizer = arithmeticTokens();
const shaky = { kind: 'shaky-scratchpad', slipRate: 0.04 } as const;

test('digits after = and ? go up by one, 9 to 0, until the reasoning closes', () => {
  const [table] = compileEnvironment(shaky, tags, tokenizer);
  expect(table!.after.map((token) => tokenizer.decode([token]))).toEqual(['=', '?']);
  expect(tokenizer.decode([table!.until])).toBe('</think>');
  expect(table!.replace.map(([from, to]) => tokenizer.decode([from, to])).join(' ')).toBe(
    '01 12 23 34 45 56 67 78 89 90',
  );
  expect(table!.rate).toBe(0.04);
});

test('no environment, no table', () => {
  expect(compileEnvironment(undefined, tags, tokenizer)).toEqual([undefined, []]);
});

test('a tokenizer without those tokens is a diagnostic that names them', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'allot-tokenizer-')), 'tokenizer.json');
  const vocab = Object.fromEntries(Array.from('012345678=').map((text, id) => [text, id]));
  writeFileSync(file, JSON.stringify({ model: { type: 'BPE', vocab, merges: [] } }));
  const [value, diagnostics] = compileEnvironment(shaky, tags, loadTokenizer(file)[0]!);
  expect(value).toBeUndefined();
  expect(diagnostics[0]).toMatchObject({ code: 'environment/not-single-tokens' });
  expect(diagnostics[0]!.message).toContain('? </think> 9');
});
