import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { contentKey, type Plan } from '@allot/spec';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { runPaths } from './layout.js';
import { holdFrom, planAt, planOfKey, recordPlanChange } from './plan-history.js';
import { commitRunRecord, createRunDirectory, type OpenedRun, openRunDirectory } from './run-directory.js';

const folder = temporaryFolder();
let count = 0;

const planWith = (key: string, steps: number): Plan =>
  ({
    format: 1,
    key,
    settings: { steps },
    engine: {},
    origins: {},
    stages: [],
    cost: {},
    sources: { definition: path.join(folder, 'none.yaml'), tokenizer: '', datasets: {} },
  }) as unknown as Plan;

const [first, second, third] = [planWith('a', 6), planWith('b', 8), planWith('c', 9)];

async function openNew(): Promise<OpenedRun> {
  const run = path.join(folder, `run-${++count}`);
  await createRunDirectory(run, first);
  const about = { format: 1, id: 'i', name: 'tiny', created: 'now', version: '1' } as const;
  await commitRunRecord(run, { ...about, planKey: 'a', planDigest: contentKey(first) });
  return (await openRunDirectory(run))[0] as OpenedRun;
}

test('each step has the plan that held for it', async () => {
  const run = await openNew();
  const then = await recordPlanChange(run, second, 3);
  const now = await recordPlanChange(then, third, 5);
  expect([1, 3, 4, 5, 6].map((step) => planAt(now, step).key)).toEqual(['a', 'a', 'b', 'b', 'c']);
  expect(planOfKey(now, 'b')).toBe(second);
  expect(planOfKey(now, 'd')).toBeUndefined();
  const [opened, problems] = await openRunDirectory(run.directory);
  expect(problems).toEqual([]);
  expect(opened).toEqual(now);
  expect(opened?.record.changes?.[0]).toMatchObject({
    step: 3,
    before: 'a',
    after: 'b',
    changes: [{ path: 'steps', before: '6', after: '8', from: 'score' }],
  });
});

test('a plan that was written and not recorded holds for nothing', async () => {
  const run = await openNew();
  await recordPlanChange(run, second, 3);
  writeFileSync(runPaths(run.directory).changedPlan(2), '{}');
  expect((await openRunDirectory(run.directory))[0]?.plan).toEqual(second);
});

test('where a run goes back, its newest plan holds from there', async () => {
  const run = await openNew();
  await recordPlanChange(await recordPlanChange(run, second, 3), third, 5);
  await holdFrom(run.directory, 4);
  const [opened] = await openRunDirectory(run.directory);
  expect([3, 4, 5].map((step) => opened && planAt(opened, step).key)).toEqual(['a', 'b', 'c']);
  await holdFrom(run.directory, 2);
  const [again] = await openRunDirectory(run.directory);
  expect([2, 3].map((step) => again && planAt(again, step).key)).toEqual(['a', 'c']);
});

test('an edited plan of a change, and changes that are none, are refused', async () => {
  const run = await openNew();
  await recordPlanChange(run, second, 3);
  writeFileSync(runPaths(run.directory).changedPlan(1), JSON.stringify(third));
  expect((await openRunDirectory(run.directory))[1]).toMatchObject([{ code: 'store/edited-plan' }]);
  const record = runPaths(run.directory).record;
  const text = readFileSync(record, 'utf8');
  for (const changes of [3, [null], [{ step: '3' }], [{ step: 1.5, time: '' }]]) {
    writeFileSync(record, JSON.stringify({ ...JSON.parse(text), changes }));
    expect((await openRunDirectory(run.directory))[1]).toMatchObject([{ code: 'store/malformed-file' }]);
  }
});
