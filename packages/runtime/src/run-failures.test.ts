import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ResolvedCell, shape } from '@allot/spec';
import { acquireLock, listCheckpoints, readEvents } from '@allot/store';
import { expect, test } from 'vitest';
import { fakeHost, fakeManifest } from '../test-support/fake-engine.js';
import { codesOf, startTiny } from '../test-support/start-tiny.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { planOf, tinyReinforcement } from '../test-support/tiny-plan.js';
import type { UpdateBatch } from './engine.js';
import { resumeRun } from './resume-run.js';
import { startRun } from './start-run.js';

const folder = temporaryFolder();

test('a loss that is no number ends the run; the step is on disk and its weights are not', async () => {
  const tampered = fakeHost({
    tamper: (result, optimizerStep) => (optimizerStep === 6 ? { ...result, loss: Number.NaN } : result),
  });
  const options = startTiny(folder(), {}, tampered);
  const outcome = await startRun(options);
  expect(outcome).toMatchObject({ status: 'failed', step: 2 });
  expect(codesOf(outcome)).toEqual(['run/not-finite']);
  expect(outcome.diagnostics[0]?.message).toBe('The loss of step 3 is NaN, so training cannot go on.');
  expect(readdirSync(path.join(options.runDirectory, 'steps', '000003')).sort()).toEqual([
    'advantages.parquet',
    'not-finite.jsonl',
    'rollouts.parquet',
    'scores.parquet',
  ]);
  expect(await listCheckpoints(options.runDirectory)).toEqual([0, 2]);
  const [events] = await readEvents(path.join(options.runDirectory, 'events.jsonl'));
  expect(events?.at(-1)).toMatchObject({ type: 'diagnostic', diagnostic: { code: 'run/not-finite' } });
});

test('a reward that is no number ends the run before the policy learns from it', async () => {
  const updates: UpdateBatch[] = [];
  const reward = {
    name: 'test',
    parameters: {},
    components: {},
    expression: shape.call('log', shape.negate(shape.field('tokens'))),
  };
  const outcome = await startRun(
    startTiny(folder(), { reward }, fakeHost({ onUpdate: (batch) => updates.push(batch) })),
  );
  expect(outcome.diagnostics[0]?.message).toMatch(
    /^The reward of 16 trajectories of step 1 is no finite number; the first, of the problem \S+ with budget 6 /,
  );
  expect(updates).toEqual([]);
});

test('a cell of the memory that would be no number ends the run with its name', async () => {
  const { state } = tinyReinforcement();
  const shortest = { ...(state.shortest as ResolvedCell), observe: shape.divide(shape.field('step'), 0) };
  const options = startTiny(folder(), { state: { shortest } });
  const outcome = await startRun(options);
  expect(codesOf(outcome)).toEqual(['run/memory-not-finite']);
  expect(outcome.diagnostics[0]?.message).toContain('Infinity in the cell shortest');
  expect(await listCheckpoints(options.runDirectory)).toEqual([0]);
});

test('a file that cannot be written ends the run with its name', async () => {
  const options = startTiny(folder());
  const outcome = await startRun({
    ...options,
    onEvent: ({ type, step }) => {
      if (type === 'step-completed' && step === 1) {
        writeFileSync(path.join(options.runDirectory, 'steps', '000002'), 'in the way');
      }
    },
  });
  expect(outcome.status).toBe('failed');
  expect(codesOf(outcome)).toEqual(['store/unwritable']);
  expect(outcome.diagnostics[0]?.message).toContain('000002');
});

test('a folder in use, a foreign folder and a run are refused', async () => {
  const options = startTiny(folder());
  await startRun(options);
  expect(codesOf(await startRun(options))).toEqual(['store/run-exists']);
  const [lock] = acquireLock(options.runDirectory);
  expect(codesOf(await resumeRun(options))).toEqual(['store/locked']);
  lock?.release();
  const foreign = folder();
  mkdirSync(foreign);
  writeFileSync(path.join(foreign, 'photo.jpg'), '');
  expect(codesOf(await startRun({ ...options, runDirectory: foreign }))).toEqual(['store/foreign-folder']);
  expect(codesOf(await resumeRun({ ...options, runDirectory: foreign }))).toEqual(['store/not-a-run']);
  expect(readdirSync(foreign)).toEqual(['photo.jpg']);
});

test('inputs that are no longer those of the plan are refused', async () => {
  const { host } = startTiny(folder());
  const settings = tinyReinforcement();
  const policy = { ...settings.policy, tokenizerDigest: 'other' };
  const changed = await startRun({ runDirectory: folder(), host, plan: planOf({ ...settings, policy }) });
  expect(codesOf(changed)).toEqual(['run/inputs-changed']);
  const plan = planOf(settings);
  const sources = { ...plan.sources, tokenizer: folder('no-tokenizer.json') };
  expect(codesOf(await startRun({ runDirectory: folder(), host, plan: { ...plan, sources } }))).toEqual([
    'store/missing-file',
  ]);
});

test('a dataset from a file is copied, so that the run goes on without it', async () => {
  const file = folder('problems.jsonl');
  writeFileSync(file, '{"problem":"1+2","answer":"3"}\n{"problem":"4*2","answer":"8"}\n');
  const { sha256 } = await import('@allot/spec');
  const settings = tinyReinforcement({
    datasets: {
      ...tinyReinforcement().datasets,
      train: { kind: 'jsonl', path: 'problems.jsonl', digest: sha256(readFileSync(file)) },
    },
  });
  const plan = planOf(settings);
  const sources = { ...plan.sources, datasets: { train: [file] } };
  const options = { runDirectory: folder(), host: fakeHost(), plan: { ...plan, sources } };
  const aborted = await startRun({ ...options, signal: AbortSignal.abort() });
  expect(aborted.diagnostics).toEqual([]);
  writeFileSync(file, 'changed meanwhile');
  expect((await resumeRun(options)).status).toBe('finished');
  expect(codesOf(await startRun({ ...options, runDirectory: folder() }))).toEqual(['run/inputs-changed']);
});

test('emitted stages may be given, but only those of the plan', async () => {
  const options = startTiny(folder());
  const engineFolder = folder();
  mkdirSync(engineFolder);
  const host = { ...options.host, emit: undefined } as unknown as typeof options.host;
  expect(codesOf(await startRun({ ...options, host, engineFolder }))).toEqual(['run/no-emitter']);
  writeFileSync(path.join(engineFolder, 'manifest.json'), JSON.stringify(fakeManifest('another')));
  expect(codesOf(await startRun({ ...options, host, engineFolder }))).toEqual(['run/wrong-engine-folder']);
  writeFileSync(path.join(engineFolder, 'manifest.json'), JSON.stringify(fakeManifest(options.plan.key)));
  expect((await startRun({ ...options, host, engineFolder })).status).toBe('finished');
  expect(existsSync(path.join(options.runDirectory, 'engine', 'manifest.json'))).toBe(true);
});

test('a bug in an engine is thrown, and the run is closed', async () => {
  const host = fakeHost({
    onRollout: () => {
      throw new TypeError('a bug');
    },
  });
  const options = startTiny(folder(), {}, host);
  await expect(startRun(options)).rejects.toThrow('a bug');
  expect(existsSync(path.join(options.runDirectory, 'lock'))).toBe(false);
});
