import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { shape } from '@allot/spec';
import { afterAll, expect, test } from 'vitest';
import { differingFiles } from '../test-support/compare-runs.js';
import { oneRollback } from '../test-support/guarded-plan.js';
import {
  plannedReinforcement,
  planOf,
  tinyReinforcement,
  tinySupervised,
} from '../test-support/tiny-plan.js';

const cwd = fileURLToPath(new URL('../test-support', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'allot-kill-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Crash points that a sweep leaves out between two; `ALLOT_CRASH_STRIDE=1` tries every one. */
const stride = process.env.ALLOT_CRASH_STRIDE ?? '12';

const pilot = { problems: 3, rollouts: 2, dataset: 'train', mode: 'natural' } as const;
const checkpoints = { everySteps: 2, keep: 2 };

const plans = Object.entries({
  reinforcement: tinyReinforcement({ checkpoints }),
  'planned-reinforcement': plannedReinforcement({ checkpoints }),
  guarded: tinyReinforcement({ checkpoints, guards: oneRollback, pilot }),
  supervised: tinySupervised(),
}).map(([kind, settings]) => {
  const file = path.join(folder, `${kind}.json`);
  writeFileSync(file, JSON.stringify(planOf(settings)));
  return { kind, file };
});

/** What a child process prints as JSON; undefined when it was killed. */
function runChild(script: string, ...words: readonly string[]): unknown {
  const { stdout, stderr, signal } = spawnSync(
    process.execPath,
    ['--import', 'jiti/register', script, ...words],
    { cwd, encoding: 'utf8' },
  );
  if (signal === 'SIGKILL') return undefined;
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

for (const { kind, file } of plans) {
  test(`a ${kind} run that crashes between any two changes on disk is resumed to the same bytes`, () => {
    const place = path.join(folder, `${kind}-sweep`);
    mkdirSync(place);
    const swept = runChild('crash-sweep.ts', file, place, stride) as {
      readonly total: number;
      readonly crashes: number;
      readonly failures: readonly string[];
    };
    expect(swept.failures).toEqual([]);
    expect(swept.crashes).toBe(Math.ceil(swept.total / Number(stride)));
    expect(swept.total).toBeGreaterThan(100);
  }, 300_000);
}

test('a run that goes on by another plan and crashes between any two changes on disk ends with the same bytes', () => {
  const place = path.join(folder, 'change-sweep');
  mkdirSync(place);
  const file = path.join(folder, 'changed.json');
  const settings = tinyReinforcement({ checkpoints, guards: oneRollback, steps: 7, state: {} });
  const reward = { ...settings.reward, components: {}, expression: shape.field('correct') };
  writeFileSync(file, JSON.stringify(planOf({ ...settings, reward })));
  const swept = runChild('change-sweep.ts', plans[0]?.file as string, file, place, stride) as {
    readonly total: number;
    readonly crashes: number;
    readonly failures: readonly string[];
  };
  expect(swept.failures).toEqual([]);
  expect(swept.crashes).toBe(Math.ceil(swept.total / Number(stride)));
  expect(swept.total).toBeGreaterThan(50);
});

test.each(plans.slice(0, 2))(
  'a $kind run that is killed again and again, and moved, ends with the bytes of an undisturbed one',
  ({ kind, file: plan }) => {
    const [whole, run, moved] = ['whole', 'killed', 'moved'].map((name) =>
      path.join(folder, `${kind}-${name}`),
    ) as [string, string, string];
    const until = (folderOfRun: string, change: number) =>
      runChild('run-until-killed.ts', plan, folderOfRun, String(change)) as { status: string } | undefined;
    expect(until(whole, 0)?.status).toBe('finished');
    expect(until(run, 21)).toBeUndefined();
    expect(until(run, 70)).toBeUndefined();
    renameSync(run, moved);
    expect(until(moved, 75)).toBeUndefined();
    expect(until(moved, 0)?.status).toBe('finished');
    expect(differingFiles(whole, moved)).toEqual([]);
  },
);
