// `allot eval` on model folders.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvaluationResult } from '@allot/spec';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allot, removeFolder, temporaryFolder } from './command.js';

const problems = Array.from({ length: 30 }, (_, n) =>
  JSON.stringify({
    id: `p${n}`,
    problem: `${n % 10}+4`,
    answer: String((n + 4) % 10),
    difficulty: 1 + (n % 3),
  }),
).join('\n');

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder({ 'sums.jsonl': problems });
});
afterAll(() => removeFolder(cwd));

const base = ['eval', 'allot:tiny-base', '--data', 'sums.jsonl', '--max-tokens', '90'];

interface Document {
  readonly folder: string;
  readonly results: readonly EvaluationResult[];
}

const evaluated = async (words: readonly string[]): Promise<Document> => {
  const { code, stdout, stderr } = await allot([...base, ...words, '--json'], { cwd });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(stdout) as Document;
};

test('a benchmark file in every mode, in all and by difficulty, with trajectories beside', async () => {
  const prefills = ['--efficient-prefill', '[min]', '--budget-prefill', '[{budget}]'];
  const modes = ['--mode', 'natural', '--mode', 'efficient', '--mode', 'budget=24'];
  const { folder, results } = await evaluated([...modes, ...prefills]);
  expect(results.map(({ mode }) => mode)).toEqual(['natural', 'efficient', 'budget=24']);
  for (const { dataset, all, byDifficulty } of results) {
    expect(dataset).toBe('sums.jsonl');
    expect(all).toMatchObject({ problems: 30, samples: 30 });
    expect(Object.keys(byDifficulty)).toEqual(['level 1', 'level 2', 'level 3']);
  }
  const [natural, efficient] = results;
  expect(efficient?.all.meanTokens).toBeLessThan(natural?.all.meanTokens ?? 0);
  expect(natural?.all.accuracy).toBeGreaterThan(0.5);
  const kept = JSON.parse(await readFile(join(cwd, folder, 'results.json'), 'utf8')) as Document;
  expect(kept.results).toEqual(results);
});

test('the same command again gives the same; greedy decoding gives one answer', async () => {
  const words = ['--samples', '3', '--problems', '5'];
  expect(await evaluated(words)).toEqual(await evaluated(words));
  const { results } = await evaluated([...words, '--temperature', '0']);
  expect(results[0]?.all).toMatchObject({ problems: 5, samples: 15 });
  expect([0, 0.2, 0.4, 0.6, 0.8, 1]).toContain(results[0]?.all.accuracy);
});

test('a table for people', async () => {
  const { code, stdout, stderr } = await allot([...base, '--no-keep', '--problems', '4'], { cwd });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toMatch(/^mode +problems +number +accuracy/);
  expect(stdout).toMatch(/natural +all +4/);
  expect(stderr).toBe('');
});

test('what is wrong with the problems is told once, and at its place alone', async () => {
  await writeFile(join(cwd, 'wrong.jsonl'), `{"problem": "1+1", "answer": 3}\n${problems}`);
  const { code, stderr } = await allot(
    ['eval', 'allot:tiny-base', '--data', 'wrong.jsonl', '--no-keep', '--problems', '2', '--max-tokens', '8'],
    { cwd },
  );
  expect(code).toBe(0);
  expect(stderr.match(/dataset\/wrong-answer/g)).toHaveLength(1);
  expect(stderr).not.toContain('evaluation.yaml');
});

test.each([
  ['--out and --no-keep', ['--out', 'x', '--no-keep']],
  ['--no-reasoning and a tag', ['--no-reasoning', '--reasoning-open', '<x>']],
])('%s are wrong usage', async (_, words) => {
  const { code, stdout } = await allot([...base, ...words], { cwd });
  expect([code, stdout]).toEqual([2, '']);
});

describe('wrong input', () => {
  test.each([
    ['no dataset', ['eval', 'allot:tiny-base'], 'eval/model-without-data'],
    ['an unknown benchmark', ['eval', 'allot:tiny-base', '--data', 'maths'], 'eval/unknown-benchmark'],
    ['an unknown model', ['eval', 'allot:tiny', '--data', 'sums.jsonl'], 'policy/unknown-bundled'],
    ['no model', ['eval', 'nowhere', '--data', 'sums.jsonl'], 'eval/nothing-there'],
    ['a file for a model', ['eval', 'sums.jsonl', '--data', 'sums.jsonl'], 'eval/nothing-there'],
    ['an unknown benchmark with a file', [...base.slice(0, 3), 'gsm9k=sums.jsonl'], 'Did you mean gsm8k?'],
    ['more tokens than positions', [...base.slice(0, -1), '900'], 'response/too-long'],
    ['a mode without its prefill', [...base, '--mode', 'budget=9'], 'evaluate/no-budget-prefill'],
    ['a system prompt of unknown letters', [...base, '--system', 'Hello.'], 'prompt/text-not-expressible'],
    ['a chat template that is not there', [...base, '--template', 'chat'], 'prompt/'],
    [
      'another evaluation in the folder',
      [...base, '--out', 'one', '--top-p', '0.5'],
      'evaluate/other-evaluation',
    ],
  ])('%s', async (_, words, code) => {
    if (words.includes('--out')) await evaluated(['--out', 'one', '--problems', '2']);
    const ended = await allot(words, { cwd });
    expect(ended.stderr).toContain(code);
    expect([ended.code, ended.stdout]).toEqual([1, '']);
  });
});
