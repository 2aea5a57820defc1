import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tasksCatalog } from './catalog.js';
import { loadDataset } from './dataset/load.js';
import { arithmeticTokens } from './testing.js';
import { loadTokenizer } from './tokenizer/load.js';

const tokenizer = arithmeticTokens();
const encode = (text: string) => (tokenizer.canEncode(text) ? tokenizer.encode(text) : undefined);

const entries = Object.entries(tasksCatalog);

test('codes are area/slug, messages are sentences, and every entry says what to do', () => {
  for (const [code, { message, help, why }] of entries) {
    expect(code).toMatch(/^(dataset|hub|tokenizer|prompt|environment)\/[a-z0-9]+(-[a-z0-9]+)*$/);
    for (const text of [message, help, why]) expect(text).toMatch(/^[A-Z{].*[.}]$/s);
  }
});

describe('the example of each data diagnostic gives that diagnostic', () => {
  const examples = entries.flatMap(
    ([
      code,
      {
        example: { language, text },
      },
    ]) => (language === 'jsonl' || language === 'json' ? [{ code, language, text }] : []),
  );

  test.each(examples)('$code', async ({ code, language, text }) => {
    const file = join(mkdtempSync(join(tmpdir(), 'allot-example-')), `example.${language}`);
    writeFileSync(file, text);
    const [, diagnostics] =
      language === 'json'
        ? loadTokenizer(file)
        : await loadDataset({ kind: 'jsonl', path: 'example.jsonl' }, [file], { encode });
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  });
});
