// Token ids and decoded texts are those of the native tokenizers, for every style of tokenizer that is supported.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadTokenizer, type Tokenizer } from '@allot/tasks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findMissing, python } from '../python.js';
import { encodedTexts, randomIds, trainingTexts } from './texts.js';

interface Native {
  readonly ids: readonly (readonly number[])[];
  readonly decoded: readonly string[];
  readonly random: readonly string[];
  readonly prefix: readonly number[];
}

const styles = ['qwen', 'llama-3', 'deepseek', 'gpt-2', 'llama-2', 'mistral', 'composed'];

const missing = findMissing('tokenizers');
if (missing !== undefined) console.warn(`skipped: tokenizers against the native ones: ${missing}`);

describe.skipIf(missing !== undefined)('tokenizers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'allot-tokenizers-'));
  const rows = randomIds();

  beforeAll(() => {
    writeFileSync(
      join(folder, 'texts.json'),
      JSON.stringify({ training: trainingTexts, encoded: encodedTexts }),
    );
    writeFileSync(join(folder, 'ids.json'), JSON.stringify(rows));
    const script = fileURLToPath(new URL('train-tokenizers.py', import.meta.url));
    execFileSync(python, ['-B', script, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const both = (name: string): readonly [Tokenizer, Native] => {
    const [tokenizer, diagnostics] = loadTokenizer(join(folder, `${name}.json`));
    expect(diagnostics).toEqual([]);
    return [tokenizer!, JSON.parse(readFileSync(join(folder, `out-${name}.json`), 'utf8')) as Native];
  };

  test.each(styles)('%s: ids', (name) => {
    const [tokenizer, native] = both(name);
    const different = encodedTexts.filter(
      (text, index) => JSON.stringify([...tokenizer.encode(text)]) !== JSON.stringify(native.ids[index]),
    );
    expect(different).toEqual([]);
  });

  test.each(styles)('%s: texts of encoded texts and of any ids', (name) => {
    const [tokenizer, native] = both(name);
    expect(native.ids.map((ids) => tokenizer.decode(ids))).toEqual(native.decoded);
    const size = tokenizer.vocabularySize;
    expect(rows.map((row) => tokenizer.decode(row.map((id) => id % size)))).toEqual(native.random);
  });

  test.each(styles)('%s: every text can be expressed, and what stands before it', (name) => {
    const [tokenizer, native] = both(name);
    expect(encodedTexts.filter((text) => !tokenizer.canEncode(text))).toEqual([]);
    expect([...tokenizer.prefix]).toEqual(native.prefix);
    expect(tokenizer.canEncode('half a pair: \ud83d')).toBe(false);
  });
});
