// The pilot, in a run and alone.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Pilot } from '@allot/spec';
import { readEvaluationRows, runPaths } from '@allot/store';
import { expect, test } from 'vitest';
import { differingFiles } from '../test-support/compare-runs.js';
import { fakeHost } from '../test-support/fake-engine.js';
import { codesOf, startTiny } from '../test-support/start-tiny.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { trajectory } from '../test-support/trajectory.js';
import { resumeRun } from './resume-run.js';
import { runPilot } from './run-pilot.js';
import { runStage } from './run-stage.js';
import { summarizePilot } from './stages/pilot.js';
import { startRun } from './start-run.js';

const newFolder = temporaryFolder();
const host = fakeHost();
const pilot = { problems: 5, rollouts: 4, dataset: 'train', mode: 'natural' } as const;

const pilotOf = (folder: string): Pilot =>
  JSON.parse(readFileSync(path.join(folder, 'pilot.json'), 'utf8')) as Pilot;

test('a run tries its base policy before anything else, and says what its tiers would change', async () => {
  const run = newFolder();
  const phases: string[] = [];
  await startRun({
    ...startTiny(run, { pilot }),
    onProgress: ({ phase }) => void (phases.at(-1) === phase || phases.push(phase)),
  });
  expect(phases.slice(0, 4)).toEqual(['start', 'checkpoint', 'pilot', 'evaluate']);
  const found = pilotOf(run);
  expect(found).toMatchObject({ dataset: 'train', mode: 'natural', problems: 5, rollouts: 4 });
  expect(found.tiers?.map(({ budget }) => budget)).toEqual([6, 12]);
  const [rows = []] = await readEvaluationRows(path.join(run, 'pilot.parquet'));
  expect(rows).toHaveLength(20);
  expect(found.lengths.reduce((sum, { right, wrong }) => sum + right + wrong, 0)).toBe(20);
});

test('the pilot alone, in a run, taken into a run and as a stage has the same bytes', async () => {
  const [alone, own, taken] = [newFolder(), newFolder(), newFolder()];
  const { plan } = startTiny(own, { pilot });
  const [measured, problems] = await runPilot({ plan, folder: alone, host });
  expect([measured?.problems, problems]).toEqual([5, []]);
  await startRun(startTiny(own, { pilot }));
  await startRun({ ...startTiny(taken, { pilot }), pilotFolder: alone });
  expect(differingFiles(own, taken)).toEqual([]);
  const { tiers: _, assumptions: __, ...rest } = pilotOf(own);
  expect(rest).toEqual(pilotOf(alone));
  rmSync(path.join(taken, 'pilot.json'));
  expect((await runStage({ runDirectory: taken, host, kind: 'pilot', step: 0 })).status).toBe('finished');
  expect(differingFiles(own, taken)).toEqual([]);
});

test('a run that is interrupted in its pilot runs it again', async () => {
  const [whole, run] = [newFolder(), newFolder()];
  await startRun(startTiny(whole, { pilot }));
  const controller = new AbortController();
  const outcome = await startRun({
    ...startTiny(run, { pilot }, fakeHost({ delay: 5 })),
    signal: controller.signal,
    onProgress: ({ phase }) => {
      if (phase === 'pilot') controller.abort('SIGINT');
    },
  });
  expect([outcome.status, existsSync(path.join(run, 'pilot.json'))]).toEqual(['interrupted', false]);
  expect((await resumeRun({ runDirectory: run, host })).status).toBe('finished');
  expect(differingFiles(whole, run)).toEqual([]);
});

test('a gate after the pilot waits before the base policy is evaluated', async () => {
  const run = newFolder();
  const outcome = await startRun(startTiny(run, { pilot, gates: [{ name: 'pilot', after: 'pilot' }] }));
  expect(outcome).toMatchObject({ status: 'waiting', step: 0, gate: 'pilot' });
  expect(existsSync(path.join(run, 'pilot.json'))).toBe(true);
  expect(existsSync(runPaths(run).evaluation(0))).toBe(false);
});

test('the pilot of another plan, and a plan that awaits its pilot, are refused', async () => {
  const [alone, run] = [newFolder(), newFolder()];
  await runPilot({ plan: startTiny(run, { pilot }).plan, folder: alone, host });
  const other = startTiny(run, { pilot: { ...pilot, problems: 6 } });
  expect(codesOf(await startRun({ ...other, pilotFolder: alone }))).toEqual(['pilot/other']);
  const waiting = { ...other.plan, pilot: { key: 'k', awaited: true } };
  expect(codesOf(await startRun({ ...other, plan: waiting }))).toEqual(['pilot/awaited']);
  const [, problems] = await runPilot({ plan: startTiny(run).plan, folder: newFolder(), host });
  expect(problems.map(({ code }) => code)).toEqual(['pilot/none']);
});

test('problems are classed by how often they were solved', () => {
  const answers = (problemId: string, tokens: number, ...right: readonly boolean[]) =>
    right.map((correct) => trajectory({ problemId, tokens, correct }));
  const rows = [
    ...answers('a', 9, false, false, false),
    ...answers('b', 8, true, false, false),
    ...answers('c', 6, true, true, false),
    ...answers('d', 4, true, true, true),
  ];
  const about = { key: 'k', dataset: 'train', mode: 'natural', rollouts: 3 } as const;
  const { difficulty, solveRate, lengths } = summarizePilot(about, rows);
  expect(solveRate).toBe(0.5);
  expect(difficulty).toEqual([
    { solved: 'never', problems: 1, meanTokens: 9 },
    { solved: 'seldom', problems: 1, meanTokens: 8, meanRightTokens: 8 },
    { solved: 'sometimes', problems: 1, meanTokens: 6, meanRightTokens: 6 },
    { solved: 'mostly', problems: 0, meanTokens: 0 },
    { solved: 'always', problems: 1, meanTokens: 4, meanRightTokens: 4 },
  ]);
  expect(lengths.at(-1)).toEqual({ tokens: 9, right: 0, wrong: 3 });
});
