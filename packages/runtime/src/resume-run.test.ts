import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EmittedEngine } from '@allot/spec';
import { listCheckpoints, readEvents } from '@allot/store';
import { expect, test } from 'vitest';
import { differingFiles } from '../test-support/compare-runs.js';
import { fakeHost, fakeManifest } from '../test-support/fake-engine.js';
import { codesOf, startTiny } from '../test-support/start-tiny.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { report } from './catalog.js';
import type { RuntimeHost } from './outcome.js';
import { resumeRun } from './resume-run.js';
import { startRun } from './start-run.js';

const folder = temporaryFolder();

test('an aborted run commits its last completed step and goes on to the same bytes', async () => {
  const whole = startTiny(folder());
  await startRun(whole);
  const options = startTiny(folder(), {}, fakeHost({ delay: 5 }));
  const abort = new AbortController();
  const outcome = await startRun({
    ...options,
    signal: abort.signal,
    onEvent: ({ type, step }) => {
      if (type === 'step-completed' && step === 3) abort.abort('SIGINT');
    },
  });
  expect(outcome).toMatchObject({ status: 'interrupted', step: 3 });
  expect(await listCheckpoints(options.runDirectory)).toEqual([0, 2, 3]);
  const [events] = await readEvents(path.join(options.runDirectory, 'events.jsonl'));
  expect(events?.at(-1)).toMatchObject({ type: 'run-interrupted', step: 3, signal: 'SIGINT' });
  const resumed = await resumeRun({ runDirectory: options.runDirectory, host: options.host });
  expect(resumed).toMatchObject({ status: 'finished', step: 6 });
  expect(differingFiles(whole.runDirectory, options.runDirectory)).toEqual([]);
});

test('a run that is aborted before it begins can be resumed', async () => {
  const options = startTiny(folder());
  const outcome = await startRun({ ...options, signal: AbortSignal.abort() });
  expect(outcome).toMatchObject({ status: 'interrupted', step: 0 });
  expect((await resumeRun(options)).status).toBe('finished');
});

test('a finished run stays as it is when it is resumed', async () => {
  const options = startTiny(folder());
  await startRun(options);
  const before = readFileSync(path.join(options.runDirectory, 'events.jsonl'), 'utf8');
  expect(await resumeRun(options)).toMatchObject({ status: 'finished', step: 6, diagnostics: [] });
  expect(readFileSync(path.join(options.runDirectory, 'events.jsonl'), 'utf8')).toBe(before);
});

test('a log that was lost is told at once, and by the log for good', async () => {
  const options = startTiny(folder());
  await startRun(options);
  const log = path.join(options.runDirectory, 'events.jsonl');
  rmSync(log);
  const outcome = await resumeRun(options);
  expect([outcome.status, codesOf(outcome)]).toEqual(['finished', ['run/log-incomplete']]);
  const [events] = await readEvents(log);
  expect(events).toContainEqual(
    expect.objectContaining({
      type: 'diagnostic',
      step: 6,
      diagnostic: expect.objectContaining({ code: 'run/log-incomplete' }),
    }),
  );
});

test('a damaged newest checkpoint costs steps, not the run', async () => {
  const whole = startTiny(folder());
  await startRun(whole);
  const options = startTiny(folder());
  await startRun(options);
  writeFileSync(path.join(options.runDirectory, 'checkpoints/000006/policy/model.safetensors'), 'gone');
  const outcome = await resumeRun(options);
  expect(outcome.status).toBe('finished');
  expect(codesOf(outcome)).toEqual(['store/broken-checkpoint']);
  expect(differingFiles(whole.runDirectory, options.runDirectory)).toEqual([]);
});

test('a resume that is refused leaves the steps and the log as they are', async () => {
  const tampered = fakeHost({
    tamper: (result, optimizerStep) => (optimizerStep === 10 ? { ...result, loss: Number.NaN } : result),
  });
  const options = startTiny(folder(), { checkpoints: { everySteps: 100, keep: 0 } }, tampered);
  expect((await startRun(options)).status).toBe('failed');
  const { runDirectory } = options;
  const before = path.join(folder(), 'before');
  cpSync(runDirectory, before, { recursive: true });
  const refusal = report('run/not-finite', { quantity: 'loss', value: 'NaN', step: 1, file: runDirectory });
  const host = { ...fakeHost(), openEngine: async () => [undefined, [refusal]] as const };
  expect((await resumeRun({ runDirectory, host })).status).toBe('failed');
  expect(readdirSync(path.join(runDirectory, 'steps')).length).toBeGreaterThan(3);
  expect(differingFiles(before, runDirectory)).toEqual([]);

  const emit: NonNullable<RuntimeHost['emit']> = async (plan, at) => {
    const manifest = { ...fakeManifest(plan.key), engine: 'torch' } as unknown as EmittedEngine;
    writeFileSync(path.join(at, 'manifest.json'), JSON.stringify(manifest));
    return [manifest, []];
  };
  const engine = { name: 'torch' } as const;
  expect((await resumeRun({ runDirectory, engine, host: { ...host, emit } })).status).toBe('failed');
  expect(readdirSync(runDirectory).filter((name) => name.startsWith('engine'))).toEqual(['engine']);
  expect(differingFiles(before, runDirectory)).toEqual([]);
});
