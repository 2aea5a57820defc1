import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NamedDataset } from '@allot/spec';
import { expect, test } from 'vitest';
import { loadDataset } from '../load.js';
import { hubRequestOf } from '../locate.js';
import { withLetters } from './gpqa-diamond.js';
import { namedDatasets } from './index.js';

const shared = fileURLToPath(new URL('../../../../../../shared/data/', import.meta.url));

const load = (definition: Omit<NamedDataset, 'kind'>, file: string) =>
  loadDataset({ kind: 'named', ...definition, path: file }, [file]);

const written = (name: string, text: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'allot-named-')), name);
  writeFileSync(file, text);
  return file;
};

test('every entry is complete, and its first split is the one that is taken', () => {
  for (const [name, known] of Object.entries(namedDatasets)) {
    expect(known.name).toBe(name);
    expect(known.revision).toMatch(/^([0-9a-f]{40}|main)$/);
    expect(known.homepage).toMatch(/^https:/);
    const [request] = hubRequestOf({ kind: 'named', name: known.name });
    expect(request?.files).toEqual(Object.values(known.splits)[0]?.files);
  }
  const [none, diagnostics] = hubRequestOf({ kind: 'named', name: 'amc', split: 'train' });
  expect(none).toBeUndefined();
  expect(diagnostics[0]).toMatchObject({ code: 'dataset/no-such-split' });
});

test('rows as the hub has them', async () => {
  const math = written(
    'math.jsonl',
    '{"problem": "p", "level": "Level 3", "type": "Algebra", "solution": "It is $\\\\boxed{7}$."}\n' +
      '{"problem": "q", "level": "Level ?", "type": "Geometry", "solution": "It is $\\\\boxed{8}$."}\n' +
      '{"problem": "r", "level": "Level 1", "type": "Geometry", "solution": "Nobody knows."}\n',
  );
  const [problems] = await load({ name: 'math' }, math);
  expect(problems?.map(({ answer, difficulty }) => [answer, difficulty])).toEqual([
    ['7', 3],
    ['8', undefined],
  ]);
  const aime = written(
    'aime.csv',
    'ID,Year,Problem Number,Question,Answer,Part\n1983-1,1983,1,"What, now?",60,\n2024-II-3,2024,3,Why?,045,II\n',
  );
  const [of2024, notes] = await load({ name: 'aime', years: [2024, 2024] }, aime);
  expect(of2024).toEqual([{ id: '2024-II-3', problem: 'Why?', answer: '045', source: 'aime' }]);
  expect(notes[0]?.message).toContain('1 by years');
  const olympiad = written(
    'o.jsonl',
    '{"id": 3, "question": "Q", "final_answer": ["$1$,$2$"], "is_multiple_answer": true}\n',
  );
  expect((await load({ name: 'olympiadbench' }, olympiad))[0]?.[0]).toMatchObject({
    id: '3',
    answer: '$1$,$2$',
  });
  const deepscaler = written('d.json', '[{"problem": "P", "answer": "5", "solution": ""}]');
  expect((await load({ name: 'deepscaler' }, deepscaler))[0]?.[0]).toMatchObject({
    problem: 'P',
    answer: '5',
  });
});

test('options of GPQA are put in an order that follows from seed and id, and the answer is the letter', async () => {
  const row = {
    'Record ID': 'rec1',
    Question: 'Which?',
    'Correct Answer': 'right ',
    'Incorrect Answer 1': 'w1',
    'Incorrect Answer 2': 'w2',
    'Incorrect Answer 3': 'w3',
  };
  const letters = new Set<unknown>();
  for (let seed = 0; seed < 20; seed++) {
    const { Question: question, 'Correct Answer': letter } = withLetters(row, seed);
    expect(question).toContain(`\n${letter as string}. right\n`.trimEnd());
    expect(withLetters(row, seed)['Correct Answer']).toBe(letter);
    letters.add(letter);
  }
  expect(letters.size).toBe(4);
  const header = Object.keys(row).join(',');
  const file = written('gpqa_diamond.csv', `${header}\n${Object.values(row).join(',')}\n`);
  const [problems] = await load({ name: 'gpqa-diamond', optionSeed: 3 }, file);
  expect(problems?.[0]).toMatchObject({ id: 'rec1', answer: expect.stringMatching(/^[A-D]$/) });
});

const benchmarks: readonly (readonly [NamedDataset['name'], string, number])[] = [
  ['gsm8k', 'gsm8k/train', 7473],
  ['gsm8k', 'gsm8k/test', 1319],
  ['math', 'math/train', 7470],
  ['math-500', 'math500/test', 500],
  ['aime', 'aime/aime24', 30],
  ['aime', 'aime/train', 975],
  ['amc', 'amc/test', 83],
  ['minerva', 'minerva/test', 272],
  ['olympiadbench', 'olympiadbench/test', 675],
];

const present = existsSync(shared) ? benchmarks : [];
if (present.length === 0)
  console.warn(`skipped: local copies of benchmarks are read only where there is ${shared}`);

test.each(present)('%s reads a local copy, %s: %i problems', async (name, path, rows) => {
  const [problems, diagnostics] = await load({ name }, `${shared}${path}.jsonl`);
  expect(problems).toHaveLength(rows);
  expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
  expect(problems?.every(({ problem, answer }) => problem.trim() !== '' && answer.trim() !== '')).toBe(true);
  expect(new Set(problems?.map(({ id }) => id)).size).toBe(rows);
});
