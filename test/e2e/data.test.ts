// Datasets as users meet them: named, from files of every kind, and from a hub that is a server of this test.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeHub, startFakeHub } from '../../packages/tasks/test-support/fake-hub.js';
import { allot, removeFolder, temporaryFolder, writeFiles } from './command.js';
import { tinyYamlWith } from './definitions.js';

const train = '{ kind: arithmetic, split: train, problems: 64, operations: [1, 2] }';
const fields = '{ problem: q.text, answer: { field: solution, extract: after-hashes } }';
const rows = Array.from({ length: 10 }, (_, row) => {
  const [a, b] = [row % 10, (row * 3 + 1) % 10];
  return { q: { text: `${a}+${b}` }, solution: `It is\n#### ${(a + b) % 10}`, level: row };
});
const jsonl = [...rows, { q: { text: '9+9' }, solution: 'nobody knows' }]
  .map((row) => JSON.stringify(row))
  .join('\n');

let hub: FakeHub;
let cwd: string;
let env: Record<string, string>;
beforeAll(async () => {
  hub = await startFakeHub();
  hub.files.set('owner/sums/data/train-0.jsonl', Buffer.from(jsonl));
  const map = `kind: hub, repo: owner/sums, map: ${fields}`;
  cwd = await temporaryFolder({
    'hub.yaml': tinyYamlWith(train, `{ ${map}, filter: { requireAnswer: true } }`),
    'strict.yaml': tinyYamlWith(train, `{ ${map} }`),
    'rows.csv': 'problem,answer\n1+2,3\n4*2,8\n',
    'cut.json': '[{"problem": "1+2", "answer": 3}',
  });
  env = { HF_ENDPOINT: hub.endpoint, ALLOT_CACHE: join(cwd, 'cache'), HF_TOKEN: '' };
});
afterAll(async () => {
  await hub.close();
  await removeFolder(cwd);
});

test('--dataset is of definitions alone', async () => {
  const ended = await allot(['data', 'show', 'rows.csv', '--dataset', 'train'], { cwd, env });
  expect([ended.code, ended.stdout]).toEqual([1, '']);
  expect(ended.stderr).toContain('rows.csv is no definition');
});

test('checking downloads nothing and says what would; running downloads; the run needs neither hub nor cache', async () => {
  const check = await allot(['check', 'hub.yaml', '--format', 'plain'], { cwd, env });
  expect(check.code).toBe(1);
  expect(check.stdout).toContain('dataset/not-downloaded');
  expect(hub.requests).toEqual([]);
  const offline = await allot(['run', 'hub.yaml'], { cwd, env: { ...env, HF_HUB_OFFLINE: '1' } });
  expect(offline.stderr).toContain('dataset/offline');

  const run = await allot(['run', 'hub.yaml', '--quiet'], { cwd, env });
  expect(run.stderr).toContain('downloading owner/sums/data/train-0.jsonl');
  expect(run.code).toBe(0);
  const plan = JSON.parse(await readFile(join(cwd, 'runs/tiny-1/plan.json'), 'utf8')) as {
    settings: { datasets: { train: unknown } };
  };
  expect(plan.settings.datasets.train).toMatchObject({ rows: 10, dropped: { requireAnswer: 1 } });
  const stored = await readFile(join(cwd, 'runs/tiny-1/inputs/datasets/train.jsonl'), 'utf8');
  expect(JSON.parse(stored.split('\n')[0] as string)).toMatchObject({
    problem: '0+1',
    answer: '1',
    source: 'owner/sums',
  });
  await rm(join(cwd, 'cache'), { recursive: true });
  const evaluated = await allot(['eval', 'runs/tiny-1', '--data', 'train', '--json'], { cwd, env });
  expect(JSON.parse(evaluated.stdout)).toMatchObject({
    results: [{ dataset: 'train', all: { problems: 10 } }, {}],
  });
});

test('a row without an answer is an error unless it is filtered', async () => {
  const fetched = await allot(['data', 'fetch', 'strict.yaml'], { cwd, env });
  expect(fetched.stdout).toMatch(/^train\t.*train-0\.jsonl\n$/);
  const { stdout } = await allot(['check', 'strict.yaml', '--format', 'plain'], { cwd, env });
  expect(stdout).toMatch(/train-0\.jsonl:11:\d+.*dataset\/no-answer/);
  const shown = await allot(['data', 'show', 'hub.yaml', '--dataset', 'train', '--rows', '2', '--json'], {
    cwd,
    env,
  });
  expect(JSON.parse(shown.stdout)).toMatchObject({
    dataset: 'train',
    rows: [{ problem: '0+1' }, { problem: '1+4' }],
  });
});

test('problems that training and evaluation share are found, and may be meant', async () => {
  const files = {
    'train.jsonl': '{"problem": "1+2", "answer": 3}\n{"problem": "3+4", "answer": 7}\n',
    'test.jsonl': '{"problem": "4+4", "answer": 8}\n{"problem": "3+4", "answer": 7}\n',
  };
  const test = '{ kind: arithmetic, split: test, problems: 16, operations: [1, 2] }';
  const overlapping = tinyYamlWith(train, '{ kind: jsonl, path: train.jsonl }').replace(
    test,
    '{ kind: jsonl, path: test.jsonl }',
  );
  await writeFiles(cwd, {
    ...files,
    'overlap.yaml': overlapping,
    'allowed.yaml': `${overlapping}allow: { dataset/overlap: it is meant }\n`,
  });
  const found = await allot(['check', 'overlap.yaml', '--format', 'plain'], { cwd, env });
  expect(found.stdout).toMatch(
    /warning dataset\/overlap.*1 of the 2 problems of `test`.*\(line 2\) is .*\(line 2\)/,
  );
  const allowed = await allot(['check', 'allowed.yaml', '--format', 'plain'], { cwd, env });
  expect(allowed.stdout).toMatch(/info dataset\/overlap/);
});

test('evaluation on a file of another kind, and on what is none', async () => {
  const csv = await allot(['eval', 'runs/tiny-1', '--data', 'rows.csv', '--json'], { cwd, env });
  expect(JSON.parse(csv.stdout)).toMatchObject({ results: [{ all: { problems: 2 } }, {}] });
  const cut = await allot(['eval', 'runs/tiny-1', '--data', 'cut.json'], { cwd, env });
  expect(cut.code).toBe(1);
  expect(cut.stderr).toContain('dataset/damaged-file');
});

test('named datasets are listed and shown, and slips get the name that was meant', async () => {
  const list = await allot(['data'], { cwd, env });
  expect(list.stdout).toMatch(/gsm8k\s+train\s+7,473\s+no\s+MIT/);
  const slip = await allot(['data', 'show', 'gms8k'], { cwd, env });
  expect(slip.stderr).toContain('Did you mean gsm8k?');
  const missing = await allot(['data', 'fetch', 'gsm8k'], { cwd, env });
  expect(missing.code).toBe(1);
  expect(missing.stderr.match(/hub\/not-found/g)).toHaveLength(1);
});

test('a proxy that is not there is named without its password, and the hub is asked once for all splits', async () => {
  const proxied = { ...env, http_proxy: 'http://me:word@127.0.0.1:1', no_proxy: 'example.com' };
  const { code, stdout, stderr } = await allot(['data', 'fetch', 'gsm8k'], { cwd, env: proxied });
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('through the proxy http://127.0.0.1:1 of HTTP_PROXY: ');
  expect(stderr).not.toContain('word');
  expect(stderr.match(/^asking .*$/gm)).toHaveLength(5);
});

test('where there is nothing to download it is said so, and eval says what it asks for', async () => {
  const { code, stdout, stderr } = await allot(['data', 'fetch', 'strict.yaml', '--dataset', 'test'], {
    cwd,
    env,
  });
  expect([code, stdout, stderr]).toEqual([0, '', 'test is generated: there is nothing to download.\n']);
  const evaluated = await allot(['eval', 'allot:tiny-base', '--data', 'gsm8k'], { cwd, env });
  expect(evaluated.code).toBe(1);
  expect(evaluated.stderr).toContain(`asking ${hub.endpoint} for openai/gsm8k`);
});
