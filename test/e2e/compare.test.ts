// `allot compare` on runs, checkpoints and saved evaluations.
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allot, removeFolder, temporaryFolder } from './command.js';
import { tinyYaml } from './definitions.js';

const problems = Array.from({ length: 40 }, (_, n) =>
  JSON.stringify({
    id: `p${n}`,
    problem: `${n % 10}+4`,
    answer: String((n + 4) % 10),
    difficulty: 1 + (n % 2),
  }),
).join('\n');

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder({ 'sums.jsonl': problems, 'tiny.yaml': tinyYaml });
  await allot(['run', 'tiny.yaml', '--quiet'], { cwd });
  const model = ['eval', 'allot:tiny-base', '--data', 'sums.jsonl', '--max-tokens', '90'];
  await allot([...model, '--out', 'warm'], { cwd });
  await allot([...model, '--out', 'seeded', '--seed', '7'], { cwd });
  await allot([...model, '--out', 'greedy', '--temperature', '0'], { cwd });
  await allot([...model, '--out', 'fewer', '--problems', '30'], { cwd });
  await allot(['eval', 'runs/tiny-1', '--out', 'of-run'], { cwd });
});
afterAll(() => removeFolder(cwd));

interface Document {
  readonly policies: readonly { readonly name: string }[];
  readonly results: readonly { readonly mode: string; readonly problems: number }[];
  readonly differences: readonly { readonly what: string }[];
  readonly verdicts: readonly string[];
}

const compared = async (...words: readonly string[]): Promise<Document> => {
  const { code, stdout, stderr } = await allot(['compare', ...words, '--json'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Document;
};

test('a run against its beginning, by step, by checkpoint and by its saved evaluation', async () => {
  const [byStep, byFolder] = await Promise.all([
    compared('runs/tiny-1@0', 'runs/tiny-1'),
    compared('runs/tiny-1/checkpoints/000000', 'runs/tiny-1@2'),
  ]);
  expect(byStep.policies.map(({ name }) => name)).toEqual(['tiny-1@0', 'tiny-1']);
  expect(byStep.results).toMatchObject([
    { mode: 'natural', problems: 16 },
    { mode: 'efficient', problems: 16 },
  ]);
  expect(byFolder.results.map((result) => ({ ...result, changes: [], standings: [] }))).toEqual(
    byStep.results.map((result) => ({ ...result, changes: [], standings: [] })),
  );
  const same = await compared('run=runs/tiny-1', 'saved=of-run');
  expect(same.differences).toEqual([]);
  expect(same.verdicts[0]).toContain('saved answers as run does');
});

test('a table, a verdict and a page; the base may be named apart', async () => {
  const { code, stdout, stderr } = await allot(
    ['compare', 'warm', 'seeded', '--against', 'base=warm', '--html', 'out/page.html'],
    { cwd },
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'Page: out/page.html\n' });
  expect(stdout).toMatch(/^seeded cannot be told apart from warm on 40 problems in natural mode/);
  expect(stdout).toMatch(/level 1 \(20\)[\s\S]*level 2 \(20\)[\s\S]*frontier/);
  const page = await readFile(join(cwd, 'out/page.html'), 'utf8');
  expect(page).toContain('seeded cannot be told apart from warm');
});

test('what differs is an error, and said where it is allowed', async () => {
  const refused = await allot(['compare', 'warm', 'greedy'], { cwd });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('differ in sampling: temperature 1 and 0');
  const { differences, verdicts } = await compared('warm', 'greedy', '--allow-different', 'sampling');
  expect(differences).toMatchObject([{ what: 'sampling' }]);
  expect(verdicts[0]).toContain('Mind: the evaluations differ in sampling.');
  const other = await allot(['compare', 'warm', 'fewer'], { cwd });
  expect(other.stderr).toContain('differ in data: 40 and 30 problems, of which 30 have the same id');
  const modes = ['runs/tiny-1:natural', 'runs/tiny-1:efficient', '--allow-different', 'mode'];
  const [one] = (await compared(...modes, '--allow-different', 'prompt')).results;
  expect(one).toMatchObject({ mode: 'natural', problems: 16 });
});

test.each([
  ['compare/one-policy', ['warm']],
  ['compare/nothing-there', ['warm', 'nowhere']],
  ['compare/not-evaluated', ['runs/tiny-1@0', 'runs/tiny-1@7']],
  ['compare/same-policy', ['runs/tiny-1@2', 'runs/tiny-1']],
  ['compare/same-policy', ['one=warm', 'two=./runs/../warm']],
  ['compare/no-mode', ['warm', 'seeded', '--mode', 'efficient']],
  ['compare/no-data', ['warm', 'seeded', '--data', 'aime-2024']],
])('%s', async (diagnostic, words) => {
  const { code, stdout, stderr } = await allot(['compare', ...words], { cwd });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(diagnostic);
});

test('the base is known by its folder, however it is written', async () => {
  const { policies } = await compared('warm', 'seeded', '--against', './runs/../seeded');
  expect(policies.map(({ name }) => name)).toEqual(['seeded', 'warm']);
});

test('a report has a run once, and says so', async () => {
  const words = ['report', 'runs/tiny-1', './runs/tiny-1/', '--out', 'once.html'];
  const { code, stdout, stderr } = await allot(words, { cwd });
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'once.html\n' });
  expect(stderr).toContain('report/same-run');
  expect(await readFile(join(cwd, 'once.html'), 'utf8')).not.toContain('runs beside each other');
});

test('a page replaces a page, and no other file', async () => {
  await writeFile(join(cwd, 'mine.ts'), 'export default 7;');
  const log = join(cwd, 'runs/tiny-1/events.jsonl');
  const before = await readFile(log, 'utf8');
  for (const words of [
    ['compare', 'warm', 'seeded', '--html', 'mine.ts'],
    ['report', 'runs/tiny-1', '--out', 'mine.ts'],
    ['report', 'runs/tiny-1', '--out', 'runs/tiny-1/events.jsonl'],
  ]) {
    const { code, stdout, stderr } = await allot(words, { cwd });
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining('output/other-file')]);
  }
  expect(await readFile(join(cwd, 'mine.ts'), 'utf8')).toBe('export default 7;');
  expect(await readFile(log, 'utf8')).toBe(before);
  await writeFile(join(cwd, 'runs/tiny-1/report.html'), 'of an earlier version');
  for (const words of [
    ['compare', 'warm', 'seeded', '--html', 'again.html'],
    ['report', 'runs/tiny-1', '--out', 'again.html'],
    ['report', 'runs/tiny-1', '--out', 'runs/tiny-1/report.html'],
  ])
    expect((await allot(words, { cwd })).code).toBe(0);
  expect(await readFile(join(cwd, 'again.html'), 'utf8')).not.toContain('seeded');
});

test('a damaged part is refused', async () => {
  const [part = ''] = await readdir(join(cwd, 'greedy/natural'));
  await truncate(join(cwd, 'greedy/natural', part), 100);
  const { code, stderr } = await allot(['compare', 'warm', 'greedy', '--allow-different', 'sampling'], {
    cwd,
  });
  expect(code).toBe(1);
  expect(stderr).toContain('compare/damaged');
});
