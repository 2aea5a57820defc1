import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatasetDefinition, JsonlDataset, Problem } from '@allot/spec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractAnswer } from './extract-answer.js';
import { KeyTable, keyOf } from './key-table.js';
import { inspectDataset, loadDataset } from './load.js';
import { normalText } from './normal-text.js';
import { findOverlap } from './overlap.js';
import { indexOf, openProblems, storeProblems } from './stored-problems.js';

const folder = mkdtempSync(join(tmpdir(), 'allot-problems-'));
let files = 0;
const written = (rows: readonly unknown[], name = 'rows.jsonl'): string => {
  const file = join(folder, `${++files}-${name}`);
  writeFileSync(file, rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join(''));
  return file;
};
const jsonl = (changes: Partial<JsonlDataset> = {}): JsonlDataset => ({
  kind: 'jsonl',
  path: 'rows.jsonl',
  ...changes,
});
const load = (rows: readonly unknown[], changes: Partial<JsonlDataset> = {}) =>
  loadDataset(jsonl(changes), [written(rows)]);

describe('what a row is mapped to', () => {
  test('nested fields, extraction, difficulty in words, several answers, a source', async () => {
    const [problems, diagnostics] = await load(
      [
        {
          task: { text: 'How many?' },
          solution: 'First \\boxed{1}, so \\boxed{\\frac{1}{2}}.',
          also: ['0.5', ' 50\\% '],
          meta: { level: 'Level 4', from: 'book' },
        },
      ],
      {
        map: {
          problem: 'task.text',
          answer: { field: 'solution', extract: 'last-boxed' },
          answers: 'also',
          difficulty: { field: 'meta.level', from: 'Level {number}' },
          source: 'meta.from',
        },
      },
    );
    expect(diagnostics).toEqual([]);
    expect(problems?.[0]).toMatchObject({
      problem: 'How many?',
      answer: '\\frac{1}{2}',
      answers: ['\\frac{1}{2}', '0.5', '50\\%'],
      difficulty: 4,
      source: 'book',
    });
  });

  test('a field whose name has a dot in it wins over a nested one; difficulties by word', async () => {
    const [problems] = await load([{ 'a.b': 'x', a: { b: 'y' }, answer: 1, difficulty: 'hard' }], {
      map: { problem: 'a.b', difficulty: { field: 'difficulty', values: { easy: 1, hard: 3 } } },
    });
    expect(problems?.[0]).toMatchObject({ problem: 'x', difficulty: 3 });
  });

  test('places of mistakes in nested fields, and what was expected', async () => {
    const [, diagnostics] = await load(['{"problem": "x", "meta": {"level": "Level ?"}, "answer": true}'], {
      map: { difficulty: { field: 'meta.level', from: 'Level {number}' } },
    });
    expect(diagnostics.map(({ code, span, expected }) => [code, span?.column, expected])).toEqual([
      ['dataset/wrong-type', 58, 'text, a number, or a list of these'],
      ['dataset/wrong-type', 26, 'Level {number}'],
    ]);
  });

  test('an answer that is not in the text', async () => {
    const map = { answer: { field: 'answer', extract: 'after-hashes' } } as const;
    const rows = [
      { problem: 'x', answer: 'so it is 7' },
      { problem: 'y', answer: 'so\n#### 7 ' },
    ];
    const [none, diagnostics] = await load(rows, { map });
    expect(none).toBeUndefined();
    expect(diagnostics[0]).toMatchObject({ code: 'dataset/no-answer' });
    const [left, notes] = await load(rows, { map, filter: { requireAnswer: true } });
    expect(left?.map(({ answer }) => answer)).toEqual(['7']);
    expect(notes[0]).toMatchObject({ code: 'dataset/filtered', severity: 'info' });
    expect(notes[0]?.message).toMatch(/^1 of 2 rows of .* 1 by requireAnswer\.$/);
  });
});

test('extraction: the last box whose braces close, and what stands behind the hashes on its line', () => {
  expect(extractAnswer('\\boxed{a} \\boxed{\\left\\{b\\right\\}}', 'last-boxed')).toBe(
    '\\left\\{b\\right\\}',
  );
  expect(extractAnswer('\\boxed 5 apples', 'last-boxed')).toBe('5');
  expect(extractAnswer('\\boxed{open', 'last-boxed')).toBeUndefined();
  expect(extractAnswer('\\boxed{}', 'last-boxed')).toBeUndefined();
  expect(extractAnswer('#### 1\n#### 1,234\nrest', 'after-hashes')).toBe('1,234');
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const how of ['last-boxed', 'after-hashes'] as const)
        expect(extractAnswer(text, how)).not.toBe('');
    }),
  );
});

describe('rows that are no problems', () => {
  const rows = [
    { problem: 'a', answer: 1 },
    '{',
    { problem: 'b' },
    { id: 'c', problem: 'c', answer: 2 },
    { id: 'c', problem: 'd', answer: 2 },
  ];

  test('fail by default', async () => {
    const [value, diagnostics] = await load(rows);
    expect(value).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual([
      'dataset/bad-json',
      'dataset/missing-field',
      'dataset/duplicate-id',
    ]);
    expect(diagnostics[2]?.message).toMatch(/^Line 5 of .* has the id "c", which line 4 has too\.$/);
  });

  test('are skipped and counted where that is asked for', async () => {
    const [value, diagnostics] = await load(rows, { onBadRow: 'skip' });
    expect(value?.map(({ problem }) => problem)).toEqual(['a', 'c']);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ code: 'dataset/skipped-rows', severity: 'warning' });
    expect(diagnostics[0]?.message).toContain('3 of 5 rows');
    expect(diagnostics[0]?.related?.map(({ span }) => span.line)).toEqual([2, 3, 5]);
    const [inspection] = await inspectDataset(jsonl({ onBadRow: 'skip' }), [written(rows)]);
    expect(inspection?.dropped).toEqual({ onBadRow: 3 });
  });

  test('nothing left is an error', async () => {
    const [value, diagnostics] = await load(['{'], { onBadRow: 'skip' });
    expect(value).toBeUndefined();
    expect(diagnostics.at(-1)?.code).toBe('dataset/nothing-left');
  });
});

describe('filters', () => {
  const rows = Array.from({ length: 60 }, (_, row) => ({
    id: `${row}`,
    problem: 'x'.repeat(row + 1),
    answer: row,
    ...(row < 50 ? { difficulty: row % 5 } : {}),
  }));

  test('every condition counts what it leaves out', async () => {
    const filter = { minDifficulty: 1, maxDifficulty: 3, maxPromptTokens: 40 };
    const [inspection, diagnostics] = await inspectDataset(jsonl({ filter }), [written(rows)]);
    expect(inspection).toMatchObject({
      rows: 24,
      difficulty: [1, 3],
      longestPromptTokens: 39,
      dropped: { minDifficulty: 20, maxDifficulty: 10, maxPromptTokens: 6 },
    });
    expect(diagnostics.map(({ code }) => code)).toEqual(['dataset/filtered']);
  });

  test('a sample is the same whatever the order of the rows, and another with another seed', async () => {
    const drawn = async (list: typeof rows, seed?: number) => {
      const sample = { rows: 10, ...(seed === undefined ? {} : { seed }) };
      const [problems] = await load(list, { filter: { sample } });
      return new Set(problems?.map(({ id }) => id));
    };
    const first = await drawn(rows);
    expect(first.size).toBe(10);
    expect(await drawn(rows.toReversed())).toEqual(first);
    expect(await drawn(rows, 2)).not.toEqual(first);
    expect((await drawn(rows.slice(0, 5))).size).toBe(5);
  });
});

test('a row that is filtered may hold what the tokenizer cannot express', async () => {
  const rows = [
    { problem: '1+2', answer: 3, difficulty: 1 },
    { problem: 'three', answer: 3, difficulty: 2 },
  ];
  const encode = (text: string) => (/^[0-9+]+$/.test(text) ? Array.from(text, Number) : undefined);
  const [, diagnostics] = await loadDataset(jsonl(), [written(rows)], { encode });
  expect(diagnostics.map(({ code }) => code)).toEqual(['dataset/not-encodable']);
  const filter = { maxDifficulty: 1 };
  const [left] = await loadDataset(jsonl({ filter }), [written(rows)], { encode });
  expect(left).toHaveLength(1);
});

test('several files are one dataset: ids are compared, the digest is that of all', async () => {
  const [one, other] = [
    written([{ id: 'a', problem: 'x', answer: 1 }]),
    written([{ id: 'a', problem: 'y', answer: 1 }]),
  ];
  const hub: DatasetDefinition = { kind: 'hub', repo: 'owner/rows' };
  const [value, diagnostics] = await loadDataset(hub, [one, other]);
  expect(value).toBeUndefined();
  expect(diagnostics[0]?.message).toBe(`Line 1 of ${other} has the id "a", which line 1 of ${one} has too.`);
  const [inspection] = await inspectDataset({ ...hub, onBadRow: 'skip' }, [one, other]);
  expect(inspection?.rows).toBe(1);
  expect(inspection?.digest).not.toBe((await inspectDataset(hub, [one]))[0]?.digest);
});

test('a limit stops the reading', async () => {
  const file = written([{ problem: 'x', answer: 1 }, { problem: 'y', answer: 1 }, '{']);
  const [problems, diagnostics] = await loadDataset(jsonl(), [file], { limit: 2 });
  expect([problems?.length, diagnostics]).toEqual([2, []]);
});

test('stored problems are those that were read, by row and by id', async () => {
  const problem = fc.record({ problem: fc.string({ unit: 'grapheme', minLength: 1 }), answer: fc.nat() });
  await fc.assert(
    fc.asyncProperty(fc.array(problem, { minLength: 1, maxLength: 20 }), async (list) => {
      const file = written(list.map((row, id) => ({ id, ...row, problem: `p${row.problem}` })));
      const target = join(folder, `stored-${++files}.jsonl`);
      const [summary] = await storeProblems(jsonl(), [file], target);
      const [problems] = await loadDataset(jsonl(), [file]);
      const stored = openProblems(target);
      expect(summary?.rows).toBe(list.length);
      expect([...stored]).toEqual(problems);
      for (const [row, each] of (problems ?? []).entries()) {
        expect(stored.at(row)).toEqual(each);
        expect(stored.find(each.id)).toEqual(each);
      }
      expect(stored.find('other')).toBeUndefined();
      expect(() => stored.at(list.length)).toThrow(RangeError);
      expect(indexOf(target)).toBe(`${target}.index`);
    }),
    { numRuns: 25 },
  );
});

test('a table of keys behaves as a map that keeps what came first', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(200), fc.nat(1000)), { maxLength: 400 }), (pairs) => {
      const [table, map] = [new KeyTable(), new Map<number, number>()];
      for (const [name, value] of pairs) {
        expect(table.add(keyOf(String(name)), value)).toBe(map.get(name));
        if (!map.has(name)) map.set(name, value);
      }
      expect(table.size).toBe(map.size);
      for (let name = 0; name <= 200; name++) expect(table.get(keyOf(String(name)))).toBe(map.get(name));
    }),
  );
});

describe('overlap', () => {
  const located = (rows: readonly Partial<Problem>[]) => ({
    definition: jsonl(),
    files: [written(rows.map((row) => ({ answer: '1', ...row })))],
  });

  test('exact and in another spelling, with examples', async () => {
    const trained = located([
      { id: 't1', problem: 'Find $x$ in  $\\frac{1}{2}x = 3.5$.' },
      { id: 't2', problem: 'What is 1 + 2?' },
      { id: 't3', problem: 'What is 1 + 3?' },
    ]);
    const evaluated = located([
      { id: 'e1', problem: 'What is 1 + 2?' },
      { id: 'e2', problem: 'find $x$ in $\\dfrac{1}{2} x \\,=\\, 3.5$' },
      { id: 'e3', problem: 'What is 1 - 3?' },
    ]);
    const overlap = await findOverlap(trained, evaluated);
    expect(overlap).toMatchObject({ exact: 1, normalised: 2 });
    expect(
      overlap.examples.map(({ exact, trained: { id, span }, evaluated: other }) => [
        exact,
        id,
        span?.line,
        other.id,
      ]),
    ).toEqual([
      [true, 't2', 2, 'e1'],
      [false, 't1', 1, 'e2'],
    ]);
  });

  test('generated problems are compared too', async () => {
    const arithmetic = {
      definition: { kind: 'arithmetic', split: 'train', operations: [1, 1] },
      files: [],
    } as const;
    const [problem] = (await loadDataset(arithmetic.definition, []))[0] ?? [];
    const overlap = await findOverlap(arithmetic, located([{ problem: problem?.problem as string }]));
    expect(overlap).toMatchObject({ exact: 1, normalised: 1 });
  });

  test('numbers and operators are never normalised away', () => {
    expect(normalText('3.5')).not.toBe(normalText('35'));
    expect(normalText('1 - 2')).not.toBe(normalText('1 + 2'));
    expect(normalText('x^2')).not.toBe(normalText('x2'));
    expect(normalText('1,000 apples')).toBe(normalText('1000 Apples.'));
    expect(normalText('$\\left(\\text{a}\\right)$')).toBe(normalText('(a)'));
  });
});
