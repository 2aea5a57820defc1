import { existsSync } from 'node:fs';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAdvantages, writeRollouts, writeScores } from '@allot/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { synthesizeRun, writeRunFolder } from '../../../report/test-support/synthetic-run.js';
import { listRuns } from '../run/list-runs.js';
import { queryRuns } from './query-runs.js';
import { wholeQuery } from './question.js';
import type { Cell } from './run-query.js';
import { selectRuns } from './select-runs.js';

let home: string;
let secret: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'allot-runs-'));
  secret = join(home, '..', `${home.split('/').at(-1)}-secret.txt`);
  await writeFile(secret, 'not for you');
  for (const [name, steps, seed] of [
    ['short', 4, 1],
    ['long', 8, 2],
    ["odd [na*me]?'s", 6, 3],
  ] as const) {
    const folder = join(home, name);
    await writeRunFolder(synthesizeRun({ steps, seed, name, problems: 12 }), folder);
    await writeStep(join(folder, 'steps/000001'), seed);
  }
});
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
  await rm(secret, { force: true });
});

/** Two trajectories. */
async function writeStep(folder: string, seed: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const keys = [0, 1].map((rollout) => ({ groupId: '1:p', rollout }));
  await writeRollouts(
    join(folder, 'rollouts.parquet'),
    keys.map((key) => ({
      ...key,
      problemId: 'p',
      tier: key.rollout,
      budget: 12,
      promptTokens: Int32Array.of(1, 2),
      responseTokens: Int32Array.of(3),
      tokenOrigins: Uint8Array.of(0),
      logProbabilities: Float32Array.of(-0.5),
      tokens: 10 * seed + key.rollout,
      thinkingTokens: 1,
      finishReason: 'stop',
      promptText: '1+2',
      text: '3',
    })),
  );
  const answer = { answer: '3', correct: true, formatted: true };
  await writeScores(
    join(folder, 'scores.parquet'),
    keys.map((key) => ({ ...key, ...answer, reward: seed, components: { length: 0.5 } })),
  );
  await writeAdvantages(
    join(folder, 'advantages.parquet'),
    keys.map((key) => ({ ...key, advantage: key.rollout - 0.5 })),
  );
}

const rowsOf = async (sql: string): Promise<readonly (readonly Cell[])[] | undefined> => {
  const [answer, diagnostics] = await queryRuns(home, [wholeQuery(sql)]);
  expect(diagnostics).toEqual([]);
  return answer?.result.rows;
};
const codesOf = async (sql: string): Promise<readonly string[]> => {
  const [answer, diagnostics] = await queryRuns(home, [wholeQuery(sql)]);
  expect(answer).toBeUndefined();
  return diagnostics.map(({ code }) => code);
};
const namesOf = (runs: readonly { readonly name: string }[] | undefined): readonly string[] | undefined =>
  runs?.map(({ name }) => name);

describe('--where and --sort', () => {
  test.each([
    [{ where: 'step >= 6 and accuracy > 0' }, ["odd [na*me]?'s", 'long'].sort()],
    [{ where: 'step < 6 -- the small one' }, ['short']],
    [{ where: "run in (select run from steps where step = 8) or name = 'short'" }, ['long', 'short']],
    [{ where: "settings->>'$.seed' = '1'" }, ['short']],
    [{ where: 'false' }, []],
  ])('%j', async (selection, expected) => {
    const [runs, diagnostics] = await selectRuns(home, selection);
    expect(diagnostics).toEqual([]);
    expect(namesOf(runs)?.toSorted()).toEqual(expected);
  });

  test('know every field of the list by its name', async () => {
    const [listed] = await listRuns(home);
    const names = Object.keys(listed?.[0] ?? {});
    expect(names).toContain('accuracy');
    const [runs, diagnostics] = await selectRuns(home, {
      where: names.map((name) => `${name} is not null`).join(' and '),
      sort: names.join(', '),
    });
    expect(diagnostics).toEqual([]);
    expect(runs).toHaveLength(3);
  });

  test.each([
    [{ where: 'true\n  and acuracy > 0.9', sort: 'tokens' }, '--where', 2, 7, 14],
    [{ where: 'accuracy >', sort: 'tokens' }, '--where', 1, 11, 12],
    [{ where: "status <> 'x' and cast(status as integer) = 1" }, '--where', 1, 19, 23],
    [{ where: 'true', sort: 'step, token' }, '--sort', 1, 7, 12],
    [{ sort: `${'step + '.repeat(60)}token` }, '--sort', 1, 421, 426],
    [{ sort: ' ' }, '--sort', 1, 1, 2],
  ])('a mistake has its flag and place: %j', async (selection, file, line, column, endColumn) => {
    const [runs, diagnostics] = await selectRuns(home, selection);
    expect(runs).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(['runs/bad-sql']);
    expect(diagnostics[0]?.message).toContain(`${file} cannot be asked: `);
    expect(diagnostics[0]?.span).toEqual({ file, line, column, endLine: line, endColumn });
  });

  test('order', async () => {
    const [runs] = await selectRuns(home, { sort: 'step desc' });
    expect(namesOf(runs)).toEqual(['long', "odd [na*me]?'s", 'short']);
  });
});

describe('--sql', () => {
  test('joins tables', async () => {
    const sql =
      "select name, count(*), max(s.step) from runs join steps s using (run) where name <> 'long' group by name order by name";
    expect(await rowsOf(sql)).toEqual([
      ["odd [na*me]?'s", 6, 6],
      ['short', 4, 4],
    ]);
  });

  test('tiers and evaluations', async () => {
    expect(await rowsOf('select distinct budget from tiers order by 1')).toEqual([[12], [24], [48], [60]]);
    const sql =
      "select mode, difficulty is null as whole, count(*) from evaluations where run like '%short' and step = 4 group by all order by all";
    expect(await rowsOf(sql)).toEqual([
      ['efficient', false, 3],
      ['efficient', true, 1],
      ['natural', false, 3],
      ['natural', true, 1],
    ]);
  });

  test('trajectories with their scores and advantages, from folders of any name', async () => {
    const sql =
      'select name, t.step, rollout, t.tokens, reward, reward_length, advantage, response_tokens from trajectories t join runs using (run) order by name, rollout';
    expect(await rowsOf(sql)).toEqual([
      ['long', 1, 0, 20, 2, 0.5, -0.5, [3]],
      ['long', 1, 1, 21, 2, 0.5, 0.5, [3]],
      ["odd [na*me]?'s", 1, 0, 30, 3, 0.5, -0.5, [3]],
      ["odd [na*me]?'s", 1, 1, 31, 3, 0.5, 0.5, [3]],
      ['short', 1, 0, 10, 1, 0.5, -0.5, [3]],
      ['short', 1, 1, 11, 1, 0.5, 0.5, [3]],
    ]);
  });

  test('shows what there is', async () => {
    expect(await rowsOf('show tables')).toEqual([
      ['evaluations'],
      ['runs'],
      ['steps'],
      ['tiers'],
      ['trajectories'],
    ]);
    expect((await rowsOf('describe steps'))?.map(([column]) => column)).toContain('mean_reward');
  });

  test('numbers that JSON has no word for are texts', async () => {
    expect(
      await rowsOf("select 2::hugeint ** 70, 'nan'::double, 7::bigint, date '2026-01-02', null"),
    ).toMatchObject([[2 ** 70, 'NaN', 7, expect.stringContaining('2026-01-02'), null]]);
  });
});

describe('what a query may not do', () => {
  test.each([
    'drop table stored.runs',
    'delete from stored.runs',
    'set enable_external_access = true',
    "attach 'other.db'",
    'load httpfs',
    'pragma enable_profiling',
    'call pragma_version()',
    'select 1; select 2',
    'begin',
  ])('%s', async (sql) => {
    expect(await codesOf(sql)).toEqual(['runs/no-query']);
  });

  test.each(['', 'explain analyze '])('%scopy', async (before) => {
    const file = join(home, 'out.csv');
    expect(await codesOf(`${before}copy (select 1) to '${file}'`)).toEqual(['runs/bad-sql']);
    expect(existsSync(file)).toBe(false);
  });

  test('write a file, by whatever function', async () => {
    const parquet = join(home, 'short/steps/000001/rollouts.parquet');
    const before = await readFile(parquet);
    const there = await readdir(home, { recursive: true });
    for (const place of [join(home, 'log'), join(home, 'short/steps/log.csv'), parquet]) {
      const log = `from enable_logging(storage = 'file', storage_path = '${place}')`;
      await queryRuns(home, [wholeQuery(`select 1 from trajectories, (${log})`)]);
      await queryRuns(home, [
        wholeQuery(
          `select * from query('from enable' || '_logging(storage = ''file'', storage_path = ''${place}'')')`,
        ),
      ]);
    }
    expect(await readFile(parquet)).toEqual(before);
    expect(await readdir(home, { recursive: true })).toEqual(there);
  });

  test.each([
    (file: string) => `select * from read_text('${file}')`,
    (file: string) => `select * from read_csv('${file}')`,
    (file: string) => `select * from '${file}'`,
    (file: string) => `select * from glob('${file}*')`,
    (file: string) => `select count(*) from trajectories union all select size from read_blob('${file}')`,
    (file: string) => `select * from query('select * from read_text(''${file}'')')`,
  ])('read other files: %#', async (sqlFor) => {
    const inside = join(home, 'short/steps/000001/../../../..', secret.split('/').at(-1) as string);
    for (const file of [secret, inside, '/etc/passwd'])
      expect(await codesOf(sqlFor(file))).toEqual(['runs/bad-sql']);
  });

  test('ask the network', async () => {
    expect(await codesOf("select * from 'https://example.com/x.parquet'")).toEqual(['runs/bad-sql']);
  });
});

test.each([
  ['', 'it is empty'],
  ['   ', 'it is empty'],
  ['selec 1', 'syntax error'],
  ['select acuracy from runs', 'accuracy'],
  ['select * from nowhere', 'nowhere'],
])('what is wrong with %j', async (sql, text) => {
  const [, diagnostics] = await queryRuns(home, [wholeQuery(sql)]);
  expect(diagnostics.map(({ code }) => code)).toEqual(['runs/bad-sql']);
  expect(diagnostics[0]?.message).toContain(text);
});

describe('damaged runs', () => {
  let damaged: string;
  beforeAll(async () => {
    damaged = await mkdtemp(join(tmpdir(), 'allot-damaged-'));
    for (const name of ['whole', 'no-plan', 'torn-log', 'torn-file', 'linked'])
      await cp(join(home, 'short'), join(damaged, name), { recursive: true });
    await rm(join(damaged, 'no-plan/plan.json'));
    await appendFile(join(damaged, 'torn-log/events.jsonl'), 'no event\nno event\n');
    await writeFile(join(damaged, 'torn-file/steps/000001/rollouts.parquet'), 'PAR1 and no end');
    await symlink(secret, join(damaged, 'linked/steps/000001/extra.parquet'));
    await writeFile(join(damaged, 'notes.txt'), 'no run');
    await mkdir(join(damaged, 'empty'));
  });
  afterAll(() => rm(damaged, { recursive: true, force: true }));

  test('are named once each and left out', async () => {
    const [answer, diagnostics] = await queryRuns(damaged, [
      wholeQuery('select distinct run from trajectories order by 1'),
    ]);
    expect(
      diagnostics.map(({ code, severity, message }) => [code, severity, message.includes(damaged)]),
    ).toEqual([
      ['store/link-outside', 'warning', true],
      ['store/missing-file', 'warning', true],
      ['events/malformed-line', 'warning', true],
      ['runs/damaged-file', 'warning', true],
    ]);
    expect(answer?.result.rows).toEqual([[join(damaged, 'torn-log')], [join(damaged, 'whole')]]);
    expect(namesOf(answer?.runs)).toHaveLength(3);
  });

  test('a folder without runs has tables without rows', async () => {
    const [answer, diagnostics] = await queryRuns(join(damaged, 'empty'), [
      wholeQuery('select count(*), avg(reward) from trajectories'),
    ]);
    expect([answer?.result.rows, diagnostics]).toEqual([[[0, null]], []]);
    expect(existsSync(join(damaged, 'empty/.tmp'))).toBe(false);
  });

  test('a folder that is missing is an error', async () => {
    const [, diagnostics] = await queryRuns(join(damaged, 'nowhere'), [wholeQuery('from runs')]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['runs/no-folder']);
  });
});
