// The gold answers of benchmarks and the cases of an open grader. The files are looked for beside the checkout.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { extractGold } from './extract-answer.js';
import { gradeAnswer } from './grade-answer.js';

const data = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));
const rowsOf = <T>(file: string): readonly T[] =>
  readFileSync(`${data}${file}`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

/** The gold answer of every row; a list of one answer's spellings, or of its parts, stands in its first text. */
const goldsOf = (file: string): readonly string[] =>
  rowsOf<{ readonly answer: string | number | readonly string[] }>(file).map(({ answer }) =>
    String(Array.isArray(answer) ? answer[0] : answer),
  );

interface Benchmark {
  readonly file: string;
  /** Rows of the file that have no answer. */
  readonly empty?: number;
  /** Neighbours whose answers are written otherwise and are equal all the same. */
  readonly equal?: readonly (readonly [string, string])[];
}

const benchmarks: readonly Benchmark[] = [
  { file: 'gsm8k/test.jsonl' },
  { file: 'gsm8k/train.jsonl' },
  {
    file: 'math/train.jsonl',
    empty: 2,
    // A name, a unit or a percent sign that one of them leaves out.
    equal: [
      ['8', 'K=8'],
      ['25\\%', '25'],
      ['120', '120^\\circ'],
      ['120', '120^\\circ'],
      ['21\\text{ dogs}', '21'],
      ['18 \\text{ degrees}', '18'],
    ],
  },
  { file: 'math500/test.jsonl', equal: [['5', 'x=5']] },
  { file: 'aime/aime24.jsonl' },
  { file: 'aime/train.jsonl' },
  { file: 'amc/test.jsonl' },
  { file: 'minerva/test.jsonl' },
  { file: 'olympiadbench/test.jsonl' },
];

const found = existsSync(data);
if (!found) console.warn(`skipped: the gold answers of benchmarks: there is no folder ${data}`);

describe.each(found ? benchmarks : [])('$file', ({ file, empty = 0, equal = [] }) => {
  const golds = goldsOf(file);

  test('every gold answer is itself, alone and in a sentence', () => {
    expect(golds.filter((gold) => gold.trim() === '')).toHaveLength(empty);
    const stated = golds.filter((gold) => gold.trim() !== '');
    expect(stated.filter((gold) => !gradeAnswer(gold, gold).correct)).toEqual([]);
    const said = (gold: string): string => `Hence, the result is $\\boxed{${extractGold(gold).text}}$.`;
    expect(stated.filter((gold) => !gradeAnswer(gold, said(gold)).correct)).toEqual([]);
  });

  test("no gold answer is its neighbour's", () => {
    const answers = golds.map((gold) => extractGold(gold).text);
    const wrong = answers.flatMap((answer, row) => {
      const next = answers[(row + 1) % answers.length] as string;
      return answer !== next && gradeAnswer(answer, next).correct ? [[answer, next]] : [];
    });
    expect(wrong).toEqual(equal);
  });
});

test.each(found ? ['grader/open.jsonl'] : [])('98 of the 100 cases of an open grader: %s', (file) => {
  const cases = rowsOf<{ gold: string; pred: string; expected: 0 | 1; id: number }>(file);
  const others = cases.filter(
    ({ gold, pred, expected }) => gradeAnswer(gold, pred).correct !== (expected === 1),
  );
  // 4: the number stands in inline math, which that grader does not read. 10: f(x) and f(y) are not the same here.
  expect(others.map(({ id }) => id)).toEqual([4, 10]);
  expect(cases).toHaveLength(100);
});

test('every benchmark has a file of its own', () => {
  expect(new Set(benchmarks.map(({ file }) => file)).size).toBe(9);
});
