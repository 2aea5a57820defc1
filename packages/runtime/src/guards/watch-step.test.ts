// Guards in whole runs: what they do, and that it is the same however often the run is stopped.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { GuardFired, ResolvedReinforcement, RunEvent } from '@allot/spec';
import { readCheckpointState, runPaths } from '@allot/store';
import { expect, test } from 'vitest';
import { differingFiles } from '../../test-support/compare-runs.js';
import { fakeHost } from '../../test-support/fake-engine.js';
import { lowReward, rollbackGuards } from '../../test-support/guarded-plan.js';
import { codesOf, startTiny } from '../../test-support/start-tiny.js';
import { temporaryFolder } from '../../test-support/temporary-folder.js';
import { resumeRun } from '../resume-run.js';
import { startRun } from '../start-run.js';

const newRun = temporaryFolder();
const host = fakeHost();

const eventsOf = (run: string): readonly RunEvent[] =>
  readFileSync(runPaths(run).events, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent);

const firedIn = (run: string): readonly GuardFired[] =>
  eventsOf(run).filter((event) => event.type === 'guard-fired');

async function runWith(guards: NonNullable<ResolvedReinforcement['guards']>) {
  const run = newRun();
  return { run, outcome: await startRun(startTiny(run, { guards })) };
}

test('a guard that warns changes nothing but what is told, once for as long as it lasts', async () => {
  const plain = newRun();
  await startRun(startTiny(plain));
  const { run, outcome } = await runWith([
    { kind: 'range', name: 'long', metric: 'meanTokens', atLeast: 100, window: 2, action: 'warn' },
  ]);
  expect([outcome.status, codesOf(outcome)]).toEqual(['finished', ['guard/fired']]);
  expect(firedIn(run)).toMatchObject([{ step: 2, guard: 'long', kind: 'range', action: 'warn', limit: 100 }]);
  const weights = (of: string) =>
    readFileSync(path.join(runPaths(of).checkpoint(6), 'policy/model.safetensors'));
  expect(weights(run).equals(weights(plain))).toBe(true);
});

test('a guard of evaluations is told once too, though most steps have none', async () => {
  const { run } = await runWith([
    { kind: 'accuracy-floor', name: 'floor', floor: 1, mode: 'natural', action: 'warn' },
  ]);
  expect(eventsOf(run).filter(({ type }) => type === 'evaluation-completed')).toHaveLength(3);
  expect(firedIn(run).map(({ step }) => step)).toEqual([0]);
});

test('a guard that stops a run commits the step, and the run stays stopped', async () => {
  const { run, outcome } = await runWith([lowReward('stop')]);
  expect(outcome).toMatchObject({ status: 'stopped', step: 4 });
  expect(codesOf(outcome)).toEqual(['guard/stopped']);
  expect(firedIn(run)).toMatchObject([{ step: 4, action: 'stop' }]);
  const before = readFileSync(runPaths(run).events);
  const again = await resumeRun({ runDirectory: run, host });
  expect([again.status, again.step, codesOf(again)]).toEqual(['stopped', 4, ['guard/stopped']]);
  expect(readFileSync(runPaths(run).events).equals(before)).toBe(true);
});

test('a rollback goes back to the checkpoint before, and trains on with the change', async () => {
  const { run, outcome } = await runWith(rollbackGuards);
  expect(outcome.status).toBe('finished');
  const change = { learningRate: 2 };
  const back = firedIn(run).filter(({ action }) => action === 'rollback');
  expect(back).toMatchObject([
    { step: 4, guard: 'low', rollback: { to: 2, change, count: 1 } },
    { step: 6, guard: 'low', rollback: { to: 4, change, count: 2 } },
    { step: 6, guard: 'low', rollback: { to: 4, change, count: 3 } },
  ]);
  const steps = eventsOf(run).filter((event) => event.type === 'step-completed');
  expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 3, 4, 5, 6, 5, 6, 5, 6]);
  const rates = steps.filter(({ step }) => step === 5).map(({ metrics }) => metrics.learningRate);
  expect(rates[2]).toBeCloseTo((rates[0] as number) * 4, 12);
  const [state] = await readCheckpointState(runPaths(run).checkpoint(6));
  expect(state?.guards?.rollbacks).toMatchObject([
    { from: 4, to: 2 },
    { from: 6, to: 4 },
    { from: 6, to: 4 },
  ]);
  const spent = steps.reduce((sum, { metrics }) => sum + metrics.responseTokens, 0);
  expect(state?.guards?.tokens).toBe(spent);
});

test('a guard whose rollbacks are used up stops the run', async () => {
  const { run, outcome } = await runWith([lowReward({ rollback: { entropyBonus: 2 }, most: 2 })]);
  expect(outcome).toMatchObject({ status: 'stopped', step: 4 });
  expect(firedIn(run).map(({ action }) => action)).toEqual(['rollback', 'rollback', 'stop']);
});

test.each([{ hours: 1e-9 }, { gigabytes: 1e-6 }])('a run that has spent %j is stopped', async (limit) => {
  const { outcome } = await runWith([{ kind: 'spending', name: 'money', ...limit, action: 'stop' }]);
  expect(outcome).toMatchObject({ status: 'stopped', step: 0 });
});

test('nothing to go back to stops the run', async () => {
  const { outcome } = await runWith([
    {
      kind: 'accuracy-floor',
      name: 'floor',
      floor: 1,
      mode: 'natural',
      action: { rollback: { kl: 2 }, most: 5 },
    },
  ]);
  expect(outcome).toMatchObject({ status: 'stopped', step: 0 });
});

test('a run that is interrupted around its rollback ends with the bytes of an undisturbed one', async () => {
  const whole = newRun();
  await startRun(startTiny(whole, { guards: rollbackGuards }));
  for (const [step, times] of [
    [1, 1],
    [3, 1],
    [4, 1],
    [3, 2],
    [6, 1],
    [5, 3],
  ]) {
    const run = newRun();
    const controller = new AbortController();
    let seen = 0;
    const outcome = await startRun({
      ...startTiny(run, { guards: rollbackGuards }),
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === 'step-completed' && event.step === step && ++seen === times)
          controller.abort('SIGINT');
      },
    });
    expect(outcome.status).toBe('interrupted');
    expect((await resumeRun({ runDirectory: run, host })).status).toBe('finished');
    expect(differingFiles(whole, run)).toEqual([]);
  }
});
