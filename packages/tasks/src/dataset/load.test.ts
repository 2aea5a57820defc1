import { mkdtempSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DatasetFields, sha256 } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import { arithmeticTokens } from '../testing.js';
import { inspectDataset, loadDataset } from './load.js';

const tokenizer = arithmeticTokens();
const encode = (text: string) => (tokenizer.canEncode(text) ? tokenizer.encode(text) : undefined);

const written = (content: string | Uint8Array): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'allot-dataset-')), 'data.jsonl');
  writeFileSync(file, content);
  return file;
};
const load = (content: string | Uint8Array, map?: DatasetFields) =>
  loadDataset({ kind: 'jsonl', path: 'data.jsonl', ...(map ? { map } : {}) }, [written(content)], { encode });

const codesAndPlaces = async (content: string | Uint8Array) => {
  const [value, diagnostics] = await load(content);
  return {
    rows: value?.length,
    said: diagnostics.map(
      ({ code, span }) => `${code} ${span ? `${span.line}:${span.column}-${span.endColumn}` : ''}`,
    ),
  };
};

describe('a good file', () => {
  test('rows become problems; what is missing is made from the content', async () => {
    const [problems, diagnostics] = await load(
      '{"id": "a", "problem": "3+4", "answer": "7", "difficulty": 3}\n{"problem": "3+4*7", "answer": 9, "extra": [1]}\n',
    );
    expect(diagnostics).toEqual([]);
    expect(problems).toEqual([
      { id: 'a', problem: '3+4', answer: '7', difficulty: 3, source: 'data.jsonl' },
      {
        id: expect.stringMatching(/^sha256:[0-9a-f]{16}$/),
        problem: '3+4*7',
        answer: '9',
        difficulty: 2,
        source: 'data.jsonl',
      },
    ]);
  });

  test('a byte order mark, CRLF, blank lines and a missing last newline are fine', async () => {
    const [problems] = await load(
      '\uFEFF{"problem": "3+4", "answer": 7}\r\n\r\n  \n{"problem": "3+5", "answer": 8}',
    );
    expect(problems?.map(({ problem }) => problem)).toEqual(['3+4', '3+5']);
  });

  test('fields may have other names', async () => {
    const [problems] = await load('{"q": "3+4", "a": 7, "k": 1, "n": 12}', {
      problem: 'q',
      answer: 'a',
      difficulty: 'k',
      id: 'n',
    });
    expect(problems?.[0]).toMatchObject({ id: '12', problem: '3+4', answer: '7', difficulty: 1 });
  });

  test('a line longer than the chunks that are read', async () => {
    const [problems] = await load(`{"problem": "3+4", "answer": 7, "note": "${'é'.repeat(200_000)}"}\n`);
    expect(problems).toHaveLength(1);
  });

  test('inspectDataset: digest, rows, difficulty, longest problem', async () => {
    const content = '{"problem": "3+4", "answer": 7}\n{"problem": "3+4*7", "answer": 9}\n';
    const [inspection] = await inspectDataset({ kind: 'jsonl', path: 'x' }, [written(content)]);
    expect(inspection).toEqual({
      rows: 2,
      digest: sha256(content),
      difficulty: [1, 2],
      longestPromptTokens: 5,
    });
  });
});

test('inspectDataset asks the tokenizer, where there is one', async () => {
  const files = [written('{"problem": "three", "answer": 3}\n')];
  const definition = { kind: 'jsonl', path: 'x' } as const;
  expect((await inspectDataset(definition, files))[0]?.rows).toBe(1);
  const [value, diagnostics] = await inspectDataset(definition, files, { encode: () => undefined });
  expect(value).toBeUndefined();
  expect(diagnostics[0]?.code).toBe('dataset/not-encodable');
});

describe('a mistaken file', () => {
  test.each([
    [
      'an array over lines',
      '[\n{"problem": "3+4", "answer": 7}\n]',
      ['dataset/bad-json 1:1-2', 'dataset/bad-json 3:1-2'],
    ],
    ['a comma after an object', '{"problem": "3+4", "answer": 7},', ['dataset/bad-json 1:32-33']],
    ['a missing quote', '{"problem": 3+4}', ['dataset/bad-json 1:14-15']],
    ['a line cut off', '{"problem": "3+4', ['dataset/bad-json 1:13-14']],
    ['a tab inside text', '{"problem": "3+\t4", "answer": 7}', ['dataset/bad-json 1:16-17']],
    ['an escape that is none', '{"problem": "3\\+4", "answer": 7}', ['dataset/bad-json 1:15-16']],
    ['a key twice', '{"problem": "3+4", "answer": 8, "answer": 7}', ['dataset/duplicate-key 1:1-45']],
    [
      'a key twice inside',
      '{"problem": "3+4", "answer": 7, "more": {"a": 1, "a": 2}}',
      ['dataset/duplicate-key 1:1-58'],
    ],
    ['text alone', '"3+4"', ['dataset/bad-json 1:1-2']],
    ['a missing field', '{"question": "3+4", "answer": 7}', ['dataset/missing-field 1:1-33']],
    ['a list for text', '{"problem": ["3+4"], "answer": 7}', ['dataset/wrong-type 1:13-20']],
    [
      'a number that would be rounded',
      '{"problem": "3+4", "answer": 12345678901234567890}',
      ['dataset/wrong-type 1:30-50'],
    ],
    ['a number for text', '{"problem": 34, "answer": 7}', ['dataset/wrong-type 1:13-15']],
    ['null for an answer', '{"problem": "3+4", "answer": null}', ['dataset/wrong-type 1:30-34']],
    ['an empty problem', '{"problem": " ", "answer": 7}', ['dataset/wrong-type 1:13-16']],
    [
      'a difficulty in words',
      '{"problem": "3+4", "answer": 7, "difficulty": "easy"}',
      ['dataset/wrong-type 1:47-53'],
    ],
    [
      'numbers too large to hold',
      '{"problem": "3+4", "answer": 1e400, "difficulty": 1e400}',
      ['dataset/wrong-type 1:30-35', 'dataset/wrong-type 1:51-56'],
    ],
    [
      'several mistakes in one row',
      '{"problem": 3, "answer": {}, "id": []}',
      ['dataset/wrong-type 1:13-14', 'dataset/wrong-type 1:26-28', 'dataset/wrong-type 1:36-38'],
    ],
    [
      'an id twice',
      '{"id":1,"problem":"3+4","answer":7}\n{"id":1,"problem":"3+5","answer":8}',
      ['dataset/duplicate-id 2:1-36'],
    ],
    ['a problem in words', '{"problem": "three", "answer": 7}', ['dataset/not-encodable 1:13-20']],
    ['an empty file', '', ['dataset/empty ']],
    ['blank lines only', '\n \n', ['dataset/empty ']],
    ['bytes that are not UTF-8', Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d, 0x0a), ['dataset/not-utf8 1:1-2']],
  ])('%s', async (_, content, said) => {
    expect(await codesAndPlaces(content)).toEqual({ rows: undefined, said });
  });

  test('a wrong answer and a repeated row are warnings: the data stays usable', async () => {
    expect(await codesAndPlaces('{"problem": "3+4*7", "answer": 31}')).toEqual({
      rows: 1,
      said: ['dataset/wrong-answer 1:32-34'],
    });
    const twice = '{"problem": "3+4", "answer": 7}\n'.repeat(2);
    expect(await codesAndPlaces(twice)).toEqual({ rows: 1, said: ['dataset/duplicate-row 2:1-32'] });
  });

  test.each([
    ['{"problem": "3+4", "answer": 7, "dificulty": 1}', ['dataset/misspelt-field 1:46-47']],
    ['{"problem": "3+4", "answer": 7, "Difficulty": 1}', ['dataset/misspelt-field 1:47-48']],
    ['{"problem": "3+4", "answer": 7, "difficutly": 1}', ['dataset/misspelt-field 1:47-48']],
    ['{"problem": "3+4", "answer": 7, "ID": "a"}', ['dataset/misspelt-field 1:39-42']],
    ['{"problem": "3+4", "answer": 7, "difficulty": 1, "dificulty": 2}', []],
    ['{"problem": "3+4", "answer": 7, "is": 1, "source": "book"}', []],
  ])('%s', async (row, said) => {
    expect(await codesAndPlaces(row)).toEqual({ rows: 1, said });
  });

  test('no such file, a folder, or a device that never ends', async () => {
    for (const file of ['/no/such/file.jsonl', tmpdir(), devNull]) {
      const [value, diagnostics] = await loadDataset({ kind: 'jsonl', path: 'x' }, [file]);
      expect(value).toBeUndefined();
      expect(diagnostics[0]).toMatchObject({ code: 'dataset/unreadable' });
    }
  });

  test('a flood is cut short, errors before warnings', async () => {
    const content = `${'{"problem": "3+4", "answer": 1}\n'}${'{}\n'.repeat(30)}`;
    const [, diagnostics] = await load(content);
    expect(diagnostics).toHaveLength(21);
    expect(diagnostics.slice(0, 20).every(({ code }) => code === 'dataset/missing-field')).toBe(true);
    expect(diagnostics.at(-1)?.message).toMatch(/^41 more problems/);
  });

  test('megabytes of text before the mistake', async () => {
    const long = 'é"'.repeat(3e6);
    const { said } = await codesAndPlaces(`${JSON.stringify({ problem: long, answer: null })}\n`);
    expect(said).toEqual(['dataset/wrong-type 1:9000024-9000028']);
  });

  test('deep nesting is refused, not a crash', async () => {
    const { said } = await codesAndPlaces(`{"problem": ${'['.repeat(100_000)}`);
    expect(said).toEqual([expect.stringMatching(/^dataset\/bad-json 1:/)]);
  });
});

describe('generated data', () => {
  test('inspectDataset counts and grades', async () => {
    const [inspection, diagnostics] = await inspectDataset(
      { kind: 'arithmetic', split: 'test', problems: 512 },
      [],
    );
    expect(inspection).toEqual({ rows: 512, difficulty: [1, 8], longestPromptTokens: 17 });
    expect(diagnostics).toEqual([]);
  });

  test('a warning where there are not as many problems as asked', async () => {
    const [value, diagnostics] = await loadDataset(
      { kind: 'arithmetic', split: 'test', operations: [1, 1], problems: 100 },
      [],
    );
    expect(value).toHaveLength(53);
    expect(diagnostics[0]).toMatchObject({ code: 'dataset/fewer-problems', severity: 'warning' });
  });
});
