// A loss or a gradient that is no finite number, once and again, in runs that stop and in runs that go on.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent } from '@allot/spec';
import { expect, test } from 'vitest';
import { differingFiles } from '../test-support/compare-runs.js';
import { fakeHost } from '../test-support/fake-engine.js';
import { codesOf, startTiny } from '../test-support/start-tiny.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { planOf, tinyReinforcement, tinySupervised } from '../test-support/tiny-plan.js';
import type { OptimizerStep, UpdateResult } from './engine.js';
import { learningRate, optimizerSteps } from './learning-rate.js';
import { resumeRun } from './resume-run.js';
import { startRun } from './start-run.js';

const folder = temporaryFolder();

/** A learning rate that falls from the first step to the last tells optimizer steps apart. */
const optimizer = {
  ...tinyReinforcement().optimizer,
  schedule: { kind: 'cosine', warmupSteps: 0, decayFrom: 0, floor: 0 },
} as const;
const settings = tinyReinforcement({ optimizer });

/** Spoils optimizer steps, counted from 0 over the run. */
function spoiling(steps: readonly number[], spoilt: Partial<UpdateResult>) {
  const { total } = optimizerSteps(settings);
  const rates = steps.map((step) => learningRate(optimizer, step, total));
  const isSpoilt = (step: OptimizerStep): boolean => rates.includes(step.learningRate);
  return fakeHost({
    tamper: (result, _, batch) => (isSpoilt(batch.optimizer) ? { ...result, ...spoilt } : result),
  });
}

const skipping = (skipNotFinite: number) => ({
  optimizer,
  training: { ...settings.training, skipNotFinite },
});

const linesOf = (...names: readonly string[]): readonly unknown[] =>
  readFileSync(path.join(...names), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

test('the first one stops a run that does not say otherwise, and its trajectories are named', async () => {
  const options = startTiny(
    folder(),
    { optimizer },
    spoiling([5], { gradientNorm: Number.POSITIVE_INFINITY }),
  );
  const outcome = await startRun(options);
  expect(outcome).toMatchObject({ status: 'failed', step: 2 });
  const file = path.join(options.runDirectory, 'steps', '000003', 'not-finite.jsonl');
  expect(outcome.diagnostics).toMatchObject([
    {
      code: 'run/not-finite',
      message: expect.stringContaining('gradient norm of step 3 is Infinity') as string,
    },
  ]);
  expect(outcome.diagnostics[0]?.help).toContain(file);
  expect(linesOf(file)).toHaveLength(8);
  expect(linesOf(file)[0]).toMatchObject({ gradientNorm: 'Infinity', minibatch: 2, budget: 6 });
});

test('a run that skips them goes on, says so, and its policy learns from the others alone', async () => {
  const options = startTiny(folder(), skipping(2), spoiling([1, 4, 5], { loss: Number.NaN }));
  const outcome = await startRun(options);
  expect(outcome.status).toBe('finished');
  expect(codesOf(outcome)).toEqual(Array.from({ length: 3 }, () => 'run/update-skipped'));
  expect(outcome.diagnostics[2]?.message).toContain(
    'step 3 was skipped, because its loss is NaN (2 in a row, at most 2)',
  );
  const events = linesOf(options.runDirectory, 'events.jsonl') as readonly RunEvent[];
  const told = events.flatMap((event) => (event.type === 'diagnostic' ? [event.step] : []));
  expect(told).toEqual([1, 3, 3]);
  const metrics = events.flatMap((event) => (event.type === 'step-completed' ? [event.metrics] : []));
  expect(metrics.map(({ skippedUpdates }) => skippedUpdates)).toEqual([
    1,
    undefined,
    2,
    undefined,
    undefined,
    undefined,
  ]);
  expect(metrics[2]).toMatchObject({ loss: 0, gradientNorm: 0 });
  expect(metrics[2]).not.toHaveProperty('entropy');
  const state = (step: string): unknown =>
    JSON.parse(readFileSync(path.join(options.runDirectory, 'checkpoints', step, 'state.json'), 'utf8'));
  expect(state('000002')).toMatchObject({ optimizerStep: 3 });
  expect(state('000006')).toMatchObject({ optimizerStep: 9 });
});

test('a skipped step leaves policy and optimizer as they were', async () => {
  const weights = (run: string, step: string): Buffer =>
    readFileSync(path.join(run, 'checkpoints', step, 'policy', 'model.safetensors'));
  const checkpoints = { everySteps: 1, keep: 0 };
  const options = startTiny(
    folder(),
    { ...skipping(2), checkpoints },
    spoiling([4, 5], { loss: Number.NaN }),
  );
  await startRun(options);
  const { runDirectory: run } = options;
  expect(weights(run, '000003').equals(weights(run, '000002'))).toBe(true);
  expect(weights(run, '000004').equals(weights(run, '000003'))).toBe(false);
});

test('one more in a row than is allowed stops it, wherever it was resumed', async () => {
  const host = spoiling([3, 4], { loss: Number.NaN });
  const whole = startTiny(folder(), skipping(1), host);
  const refused = { status: 'failed', step: 2 };
  expect(await startRun(whole)).toMatchObject(refused);
  const again = await resumeRun({ runDirectory: whole.runDirectory, host });
  expect(again).toMatchObject(refused);
  expect(codesOf(again)).toEqual(['run/not-finite']);
});

test('a run that was interrupted behind a skipped step ends with the bytes of one that was not', async () => {
  const host = spoiling([3, 5, 6], { loss: Number.NaN });
  const whole = startTiny(folder(), skipping(2), host);
  await startRun(whole);
  const options = startTiny(folder(), skipping(2), host);
  for (const last of [2, 3]) {
    const abort = new AbortController();
    const watched = {
      ...options,
      signal: abort.signal,
      onEvent: ({ type, step }: RunEvent) => {
        if (type === 'step-completed' && step === last) abort.abort('SIGTERM');
      },
    };
    const outcome = await (last === 2 ? startRun(watched) : resumeRun(watched));
    expect(outcome).toMatchObject({ status: 'interrupted', step: last });
  }
  expect((await resumeRun(options)).status).toBe('finished');
  expect(differingFiles(whole.runDirectory, options.runDirectory)).toEqual([]);
});

test('supervised training skips and stops likewise', async () => {
  const supervised = tinySupervised();
  const plan = (skipNotFinite?: number) =>
    planOf(
      tinySupervised({
        training: { ...supervised.training, ...(skipNotFinite !== undefined && { skipNotFinite }) },
      }),
    );
  let updates = 0;
  const host = fakeHost({ tamper: (result) => (++updates === 2 ? { ...result, loss: Number.NaN } : result) });
  const run = folder();
  expect((await startRun({ runDirectory: run, host, plan: plan(1) })).status).toBe('finished');
  expect(linesOf(run, 'steps', '000002', 'not-finite.jsonl')).toHaveLength(4);
  updates = 0;
  expect(codesOf(await startRun({ runDirectory: folder(), host, plan: plan() }))).toEqual(['run/not-finite']);
});
