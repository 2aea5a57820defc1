import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { contentKey, type Plan } from '@allot/spec';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { fileDiagnostic } from './file-errors.js';
import { writeWhole } from './files.js';
import {
  checkRunDirectory,
  commitRunRecord,
  createRunDirectory,
  openRunDirectory,
  readPlan,
} from './run-directory.js';

const folder = temporaryFolder();
let count = 0;
const newFolder = (): string => path.join(folder, `run-${++count}`);

const definition = path.join(folder, 'pipeline.yaml');
writeFileSync(definition, 'name: tiny\n');
const plan = {
  format: 1,
  key: 'k',
  settings: {},
  engine: {},
  origins: {},
  stages: [],
  cost: {},
  sources: { definition, tokenizer: '', datasets: {} },
} as unknown as Plan;
const record = {
  format: 1,
  id: 'i',
  name: 'tiny',
  planKey: 'k',
  planDigest: contentKey(plan),
  created: 'now',
  version: '1',
} as const;

const codes = (phase: readonly [unknown, readonly { code: string }[]]) => phase[1].map(({ code }) => code);

test('a run folder is made, committed and opened', async () => {
  const run = path.join(newFolder(), 'deeper');
  expect(codes(await createRunDirectory(run, plan))).toEqual([]);
  expect(codes(await openRunDirectory(run))).toEqual(['store/not-a-run']);
  await commitRunRecord(run, record);
  expect((await openRunDirectory(run))[0]).toEqual({ directory: run, record, plan, earlier: [] });
  expect(existsSync(path.join(run, 'definition.yaml'))).toBe(true);
});

test('an edited plan is refused', async () => {
  const run = newFolder();
  await createRunDirectory(run, plan);
  await commitRunRecord(run, record);
  writeFileSync(path.join(run, 'plan.json'), JSON.stringify({ ...plan, settings: { seed: 2 } }));
  expect(codes(await openRunDirectory(run))).toEqual(['store/edited-plan']);
});

test('a second run in the same folder is refused by name', async () => {
  const run = newFolder();
  await createRunDirectory(run, plan);
  await commitRunRecord(run, record);
  const refused = await createRunDirectory(run, plan);
  expect(codes(refused)).toEqual(['store/run-exists']);
  expect(refused[1][0]?.message).toContain('tiny');
});

test('a folder of someone else is left as it is', async () => {
  const run = newFolder();
  mkdirSync(run);
  writeFileSync(path.join(run, 'thesis.txt'), 'years of work');
  expect(codes(await createRunDirectory(run, plan))).toEqual(['store/foreign-folder']);
  expect(readdirSync(run)).toEqual(['thesis.txt']);
});

test('a folder named like ours but without a plan is foreign', async () => {
  const run = newFolder();
  mkdirSync(path.join(run, 'steps'), { recursive: true });
  expect(codes(await checkRunDirectory(run))).toEqual(['store/foreign-folder']);
});

test('what a killed process left half made may be made again', async () => {
  const run = newFolder();
  await createRunDirectory(run, plan);
  expect(codes(await createRunDirectory(run, plan))).toEqual([]);
  mkdirSync(path.join(run, 'engine.allot-new'));
  writeFileSync(path.join(run, 'lock.stale-1'), '');
  expect(codes(await createRunDirectory(run, plan))).toEqual([]);
  const torn = newFolder();
  mkdirSync(torn);
  writeFileSync(path.join(torn, 'plan.json.tmp'), '{');
  expect(codes(await createRunDirectory(torn, plan))).toEqual([]);
});

test('a file in place of the folder is a diagnostic', async () => {
  const run = newFolder();
  writeFileSync(run, '');
  expect(codes(await createRunDirectory(run, plan))).toEqual(['store/unwritable']);
  expect(codes(await createRunDirectory(path.join(run, 'below'), plan))).toEqual(['store/unwritable']);
});

test('records and plans of the future, damaged or incomplete ones, are told apart', async () => {
  const run = newFolder();
  await createRunDirectory(run, plan);
  const recordFile = path.join(run, 'run.json');
  writeFileSync(recordFile, JSON.stringify({ ...record, format: 99 }));
  const future = await openRunDirectory(run);
  expect(codes(future)).toEqual(['store/future-format']);
  expect(future[1][0]?.message).toBe(`${recordFile} has format 99; this version of Allot reads format 1.`);
  for (const text of ['', '{', '[]', 'null', '{"format": "1"}', '{"format": -1}', '{"format": 1}']) {
    writeFileSync(recordFile, text);
    expect(codes(await openRunDirectory(run))).toEqual(['store/malformed-file']);
  }
  writeFileSync(recordFile, '{"format": 0}');
  expect(codes(await openRunDirectory(run))).toEqual(['store/past-format']);
  expect(codes(await readPlan(path.join(run, 'no-plan.json')))).toEqual(['store/missing-file']);
});

test.runIf(existsSync('/dev/full'))('a full disk is told as such', async () => {
  const error = await writeFile('/dev/full', 'text').catch((caught: unknown) => caught);
  expect(fileDiagnostic(error)?.code).toBe('store/disk-full');
});

test('a file that cannot be put in place leaves nothing beside it', async () => {
  const run = newFolder();
  mkdirSync(path.join(run, 'taken', 'by'), { recursive: true });
  const error = await writeWhole(path.join(run, 'taken'), 'text').catch((caught: unknown) => caught);
  expect(fileDiagnostic(error)?.code).toBe('store/unwritable');
  expect(readdirSync(run)).toEqual(['taken']);
});

test('an exception of ours is no diagnostic', () => {
  expect(fileDiagnostic(new TypeError('bug'))).toBeUndefined();
  expect(fileDiagnostic('text')).toBeUndefined();
});
