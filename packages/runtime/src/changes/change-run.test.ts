import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ResolvedReinforcement, shape } from '@allot/spec';
import { openRunDirectory, planAt, readEvents } from '@allot/store';
import { expect, test } from 'vitest';
import { differingFiles } from '../../test-support/compare-runs.js';
import { fakeHost } from '../../test-support/fake-engine.js';
import { lowReward, oneRollback } from '../../test-support/guarded-plan.js';
import { codesOf, startTiny } from '../../test-support/start-tiny.js';
import { temporaryFolder } from '../../test-support/temporary-folder.js';
import { planOf, tinyReinforcement } from '../../test-support/tiny-plan.js';
import { resumeRun } from '../resume-run.js';
import { runStage } from '../run-stage.js';
import { startRun } from '../start-run.js';

const folder = temporaryFolder();

const { optimizer, state, reward } = tinyReinforcement();

/** Of every stage something, and two steps more. */
const changed: Partial<ResolvedReinforcement> = {
  steps: 8,
  optimizer: { ...optimizer, learningRate: 0.02 },
  state: { ...state, ever: { ...(state.shortest as NonNullable<typeof state.shortest>), update: 'max' } },
  reward: { ...reward, expression: shape.multiply(reward.expression, shape.number(2)) },
};

/** A run that was interrupted after step 3. */
async function interrupted(run: string, changes: Partial<ResolvedReinforcement> = {}) {
  const options = startTiny(run, changes, fakeHost({ delay: 5 }));
  const abort = new AbortController();
  await startRun({
    ...options,
    signal: abort.signal,
    onEvent: ({ type, step }) => {
      if (type === 'step-completed' && step === 3) abort.abort('SIGINT');
    },
  });
  return { runDirectory: run, host: fakeHost() };
}

const eventsOf = async (run: string) => (await readEvents(path.join(run, 'events.jsonl')))[0] ?? [];

test('another plan takes over from the newest checkpoint, and both stay in the run', async () => {
  const options = await interrupted(folder());
  const change = planOf(tinyReinforcement(changed));
  const outcome = await resumeRun({ ...options, change });
  expect(outcome).toMatchObject({ status: 'finished', step: 8 });
  const [run] = await openRunDirectory(options.runDirectory);
  expect(run?.plan).toEqual(change);
  expect(run?.record.changes).toMatchObject([{ step: 3, before: run?.record.planKey, after: change.key }]);
  expect([3, 4].map((step) => run && planAt(run, step).settings.steps)).toEqual([6, 8]);
  const events = await eventsOf(options.runDirectory);
  const told = events.filter(({ type }) => type === 'plan-changed');
  expect(told).toMatchObject([{ step: 3, before: run?.record.planKey, after: change.key }]);
  expect(told[0]).toHaveProperty(
    'changes',
    expect.arrayContaining([
      { path: 'steps', before: '6', after: '8', from: 'score' },
      { path: 'optimizer.learningRate', before: '0.01', after: '0.02', from: 'update' },
    ]),
  );
  const ends = events.flatMap((event) => (event.type === 'step-completed' ? [event.step] : []));
  expect(ends).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('a finished run goes on for more steps, and is the run that had them from the start', async () => {
  const constant = {
    optimizer: { ...optimizer, schedule: { ...optimizer.schedule, kind: 'constant' } },
  } as const;
  const [whole, run] = [startTiny(folder(), { ...constant, steps: 8 }), startTiny(folder(), constant)];
  await startRun(whole);
  await startRun(run);
  expect(await resumeRun({ ...run, change: whole.plan })).toMatchObject({ status: 'finished', step: 8 });
  const policies = [whole, run].map(({ runDirectory }) =>
    readFileSync(path.join(runDirectory, 'checkpoints/000008/policy/model.safetensors'), 'latin1'),
  );
  expect(policies[1]).toBe(policies[0]);
});

test('the same plan changes nothing', async () => {
  const [same, other] = [await interrupted(folder()), await interrupted(folder())];
  await resumeRun(same);
  await resumeRun({ ...other, change: planOf(tinyReinforcement({})) });
  expect(differingFiles(same.runDirectory, other.runDirectory)).toEqual([]);
});

test('a checkpoint of before, where the newer ones are damaged, makes the change hold from it on', async () => {
  const options = await interrupted(folder());
  const change = planOf(tinyReinforcement(changed));
  await resumeRun({ ...options, change });
  for (const name of ['000004', '000006', '000008'])
    writeFileSync(path.join(options.runDirectory, 'checkpoints', name, 'state.json'), 'gone');
  expect(await resumeRun(options)).toMatchObject({ status: 'finished', step: 8 });
  const [run] = await openRunDirectory(options.runDirectory);
  expect(run?.earlier.map(({ until }) => until)).toEqual([2]);
  const told = (await eventsOf(options.runDirectory)).filter(({ type }) => type === 'plan-changed');
  expect(told.map(({ step }) => step)).toEqual([2]);
});

test('a run that a guard stopped goes on without it', async () => {
  const options = startTiny(folder(), { guards: [lowReward('stop')] });
  expect(await startRun(options)).toMatchObject({ status: 'stopped', step: 4 });
  expect(await resumeRun(options)).toMatchObject({ status: 'stopped' });
  const change = planOf(tinyReinforcement());
  expect(await resumeRun({ ...options, change })).toMatchObject({ status: 'finished', step: 6 });
});

test('a rollback to before the change keeps the new plan', async () => {
  const options = await interrupted(folder());
  const change = planOf(tinyReinforcement({ guards: oneRollback, steps: 7 }));
  const outcome = await resumeRun({ ...options, change });
  expect(outcome).toMatchObject({ status: 'stopped' });
  expect(codesOf(outcome)).toContain('guard/rolled-back');
  const [run] = await openRunDirectory(options.runDirectory);
  expect(run?.earlier.map(({ until }) => until)).toEqual([2]);
});

test('a stage alone goes by the plan of its step', async () => {
  const options = await interrupted(folder(), { checkpoints: { everySteps: 1, keep: 0 } });
  const change = planOf(tinyReinforcement({ ...changed, checkpoints: { everySteps: 1, keep: 0 } }));
  await resumeRun({ ...options, change });
  for (const step of [2, 3, 4, 5]) {
    const file = path.join(options.runDirectory, 'steps', `00000${step}`, 'scores.parquet');
    const before = readFileSync(file, 'latin1');
    const outcome = await runStage({ ...options, kind: 'score', step });
    expect(outcome).toMatchObject({ status: 'finished' });
    expect(readFileSync(file, 'latin1')).toBe(before);
  }
});

const { training, datasets, policy } = tinyReinforcement();

test.each<[string, Partial<ResolvedReinforcement>]>([
  ['seed', { seed: 8 }],
  ['policy', { policy: { ...policy, parameters: 53 } }],
  ['datasets', { datasets: { ...datasets, more: { kind: 'arithmetic', split: 'test' } } }],
  ['training.dataset', { training: { ...training, dataset: 'test' } }],
  ['training.promptsPerStep', { training: { ...training, promptsPerStep: 6 } }],
  ['training.promptsPerMinibatch', { training: { ...training, promptsPerMinibatch: 4 } }],
  ['pilot', { pilot: { problems: 3, rollouts: 2, dataset: 'train', mode: 'natural' } }],
  ['steps', { steps: 2 }],
])('another %s is refused by name, and the run stays as it is', async (name, changes) => {
  const options = await interrupted(folder());
  const before = readFileSync(path.join(options.runDirectory, 'run.json'), 'utf8');
  const outcome = await resumeRun({ ...options, change: planOf(tinyReinforcement(changes)) });
  expect(outcome).toMatchObject({ status: 'failed', diagnostics: [{ code: 'change/refused', path: name }] });
  expect(readFileSync(path.join(options.runDirectory, 'run.json'), 'utf8')).toBe(before);
});
