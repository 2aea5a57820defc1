// `allot monitor` on logs made from an evaluation of a run.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEvaluationRows } from '@allot/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allot, allotInShell, removeFolder, temporaryFolder } from './command.js';
import { tinyYaml } from './definitions.js';

/** A log of the answers of the last evaluation, over and over, from some row on with other tokens. */
const logOf = (rows: readonly Answer[], count: number, changed: (row: number) => number): string =>
  Array.from({ length: count }, (_, row) => {
    const { problemId: id, tokens, correct } = rows[(row * 7) % rows.length] as Answer;
    return JSON.stringify({ id, tokens: Math.round(tokens * changed(row)), correct });
  }).join('\n');

interface Answer {
  readonly problemId: string;
  readonly tokens: number;
  readonly correct: boolean;
}

const baseline = ['--baseline', 'evaluated'];

let cwd: string;
beforeAll(async () => {
  const problems = Array.from({ length: 200 }, (_, n) =>
    JSON.stringify({
      id: `p${n}`,
      problem: `${n % 10}+${Math.floor(n / 10) % 10}`,
      answer: String(((n % 10) + (Math.floor(n / 10) % 10)) % 10),
      difficulty: 1 + (n % 2),
    }),
  ).join('\n');
  cwd = await temporaryFolder({ 'sums.jsonl': problems, 'tiny.yaml': tinyYaml });
  await allot(
    ['eval', 'allot:tiny-base', '--data', 'sums.jsonl', '--max-tokens', '90', '--out', 'evaluated'],
    {
      cwd,
    },
  );
  const [rows = []] = await readEvaluationRows(await partOf(join(cwd, 'evaluated/natural')));
  await writeFile(
    join(cwd, 'calm.jsonl'),
    logOf(rows, 3000, () => 1),
  );
  await writeFile(
    join(cwd, 'short.jsonl'),
    logOf(rows, 6000, (row) => (row < 2000 ? 1 : 0.4)),
  );
  await writeFile(join(cwd, 'broken.jsonl'), `${logOf(rows, 50, () => 1)}\n{"tokens": "many"}\nno json\n`);
});
afterAll(() => removeFolder(cwd));

const partOf = async (folder: string): Promise<string> => join(folder, (await readdir(folder))[0] ?? '');

test('a log like the baseline ends with 0 and says that nothing drifted', async () => {
  const { code, stdout, stderr } = await allot(['monitor', 'calm.jsonl', ...baseline], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^No drift from evaluated in 3,000 rows of calm\.jsonl\./);
  expect(stdout).toMatch(/natural all +3,000[\s\S]*natural level 1 +1,500[\s\S]*accuracy %/);
});

test('shorter thinking ends with 5, and says where and since when', async () => {
  const { code, stdout } = await allot(['monitor', 'short.jsonl', ...baseline], { cwd });
  expect(code).toBe(5);
  expect(stdout).toContain('natural all (tokens down)');
  const since = /natural all: tokens went down since about line ([\d,]+),/.exec(
    stdout.replace(/\s+/g, ' '),
  )?.[1];
  expect(Math.abs(Number(since?.replace(',', '')) - 2000)).toBeLessThan(200);
  const tolerated = await allot(['monitor', 'short.jsonl', ...baseline, '--max-drift', 'tokens=80%'], {
    cwd,
  });
  expect(tolerated.code).toBe(0);
});

test('from stdin, as JSON, of a run', async () => {
  const { code } = await allot(['run', 'tiny.yaml', '--quiet'], { cwd });
  expect(code).toBe(0);
  const words = ['monitor', '-', '--baseline', 'runs/tiny-1', '--map', 'tokens=n', '--json'];
  const { stdout } = await allot(words, {
    cwd,
    input: '{"n": 12, "problem": "1+2"}\n\n{"n": 15, "budget": 6}\n',
  });
  expect(JSON.parse(stdout)).toMatchObject({
    drifted: false,
    log: 'stdin',
    rows: { read: 2, otherModes: 1 },
    notes: expect.arrayContaining(['1 row in budget=6 mode is left out: the baseline has none.']),
  });
});

test('a bad row has a place, and may be left out', async () => {
  const refused = await allot(['monitor', 'broken.jsonl', ...baseline], { cwd });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/monitor\/wrong-type[\s\S]*"tokens" on line 51 of broken\.jsonl, column 12/);
  const skipped = await allot(['monitor', 'broken.jsonl', ...baseline, '--on-bad-row', 'skip'], { cwd });
  expect(skipped.code).toBe(0);
  expect(skipped.stderr).toMatch(/2 of 52 rows[\s\S]*1 monitor\/wrong-type, 1 monitor\/bad-json/);
});

test.each([
  ['monitor/unreadable', ['nowhere.jsonl', ...baseline]],
  ['monitor/empty', ['/dev/null', ...baseline]],
  ['compare/nothing-there', ['calm.jsonl', '--baseline', 'nowhere']],
  ['compare/no-mode', ['calm.jsonl', ...baseline, '--mode', 'efficient']],
  ['compare/no-data', ['calm.jsonl', ...baseline, '--data', 'aime-2024']],
])('%s', async (diagnostic, words) => {
  const { code, stdout, stderr } = await allot(['monitor', ...words], { cwd });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(diagnostic);
});

test('a log of many rows, with long responses in them, is read in little memory', async () => {
  const row = '{"tokens": 45, "text": "%020000d"}';
  const { stdout, stderr } = await allotInShell(
    `export NODE_OPTIONS=--max-old-space-size=128; yes "$(printf '${row}' 0)" | head -n 10000 | "$@"`,
    ['monitor', '-', ...baseline],
    { cwd },
  );
  expect(stderr).toBe('');
  expect(stdout).toContain('10,000 rows of stdin');
});
