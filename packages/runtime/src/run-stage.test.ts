import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Plan, StageKind } from '@allot/spec';
import { listCheckpoints } from '@allot/store';
import { expect, test } from 'vitest';
import { differingFiles } from '../test-support/compare-runs.js';
import { fakeHost } from '../test-support/fake-engine.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import {
  plannedReinforcement,
  planOf,
  tinyReinforcement,
  tinySupervised,
} from '../test-support/tiny-plan.js';
import { resumeRun } from './resume-run.js';
import { runStage } from './run-stage.js';
import { isPlanned } from './session.js';
import { startRun } from './start-run.js';

const folder = temporaryFolder();
const host = fakeHost();

async function wholeRun(plan: Plan): Promise<string> {
  const runDirectory = folder();
  await startRun({ plan, runDirectory, host });
  return runDirectory;
}

/** A run of which only the base policy is there. */
async function freshRun(plan: Plan): Promise<string> {
  const runDirectory = folder();
  const abort = new AbortController();
  // The first is an interim one, until the base policy has been evaluated.
  let checkpoints = 0;
  await startRun({
    plan,
    runDirectory,
    host,
    signal: abort.signal,
    onProgress: ({ phase }) => phase === 'checkpoint' && ++checkpoints === 2 && abort.abort(),
  });
  return runDirectory;
}

const order: readonly StageKind[] = [
  'demonstrate',
  'rollout',
  'score',
  'advantage',
  'update',
  'evaluate',
  'checkpoint',
];

for (const [kind, settings] of [
  ['reinforcement', tinyReinforcement()],
  ['planned reinforcement', plannedReinforcement()],
  ['supervised', tinySupervised()],
] as const) {
  test(`a ${kind} run made stage by stage has the bytes of a whole one`, async () => {
    const plan = planOf(settings);
    const run = await freshRun(plan);
    expect(await listCheckpoints(run)).toEqual([0]);
    for (let step = 1; step <= settings.steps; step++) {
      for (const kind of order.filter((stage) => isPlanned(plan, stage, step))) {
        const outcome = await runStage({ runDirectory: run, host, kind, step });
        expect(outcome).toEqual({ status: 'finished', runDirectory: run, step, diagnostics: [] });
      }
    }
    expect(differingFiles(await wholeRun(plan), run)).toEqual([]);
  });
}

test('stages alone and a resumed run take turns', async () => {
  const plan = planOf(tinyReinforcement());
  const run = await freshRun(plan);
  for (const kind of ['rollout', 'score', 'advantage', 'update'] as const) {
    await runStage({ runDirectory: run, host, kind, step: 1 });
  }
  expect((await resumeRun({ runDirectory: run, host })).status).toBe('finished');
  expect(differingFiles(await wholeRun(plan), run)).toEqual([]);
});

test('a stage of a finished run can be repeated and changes nothing', async () => {
  const plan = planOf(tinyReinforcement());
  const run = await wholeRun(plan);
  const copy = folder();
  cpSync(run, copy, { recursive: true });
  for (const file of ['rollouts.parquet', 'scores.parquet', 'advantages.parquet', 'update.json']) {
    rmSync(path.join(run, 'steps', '000003', file));
  }
  rmSync(path.join(run, 'evaluations', '000006'), { recursive: true });
  for (const kind of ['rollout', 'score', 'advantage', 'update'] as const) {
    expect((await runStage({ runDirectory: run, host, kind, step: 3 })).status).toBe('finished');
  }
  await runStage({ runDirectory: run, host, kind: 'evaluate', step: 6 });
  expect(differingFiles(copy, run)).toEqual([]);
  expect(readFileSync(path.join(run, 'events.jsonl'))).toEqual(readFileSync(path.join(copy, 'events.jsonl')));
});

test('what a stage lacks is named with the stage that makes it', async () => {
  const run = await freshRun(planOf(tinyReinforcement()));
  const messageOf = async (kind: StageKind, step: number) => {
    const { status, diagnostics } = await runStage({ runDirectory: run, host, kind, step });
    expect(status).toBe('failed');
    return `${diagnostics[0]?.code}: ${diagnostics[0]?.message} ${diagnostics[0]?.help}`;
  };
  expect(await messageOf('score', 1)).toMatch(
    /stage\/missing-input.*rollouts\.parquet.*stage rollout of step 1/,
  );
  expect(await messageOf('rollout', 5)).toMatch(/stage\/missing-input.*000004.*stage update of step 4/);
  expect(await messageOf('rollout', 7)).toMatch(/stage\/not-planned.*steps 1 to 6/);
  expect(await messageOf('evaluate', 1)).toMatch(/stage\/not-planned/);
  expect(await messageOf('demonstrate', 1)).toMatch(/stage\/not-planned/);
});

test('rows of another step are not mixed in', async () => {
  const run = await wholeRun(planOf(tinyReinforcement()));
  const step = (number: number) => path.join(run, 'steps', `00000${number}`, 'scores.parquet');
  cpSync(step(1), step(2));
  const advantages = () => runStage({ runDirectory: run, host, kind: 'advantage', step: 2 });
  expect((await advantages()).diagnostics[0]?.message).toMatch(
    /000002.scores\.parquet has \d+ bytes instead/,
  );
  rmSync(path.join(run, 'steps', '000002', 'hashes.json'));
  const outcome = await advantages();
  expect(outcome.diagnostics[0]?.message).toContain('does not belong to the rollouts of step 2: row 1');
  expect(existsSync(path.join(run, 'lock'))).toBe(false);
});
