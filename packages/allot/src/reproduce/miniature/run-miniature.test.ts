import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arithmetic } from '@allot/spec';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Arm, arms } from './arms.js';
import type { ProblemSet } from './held-out.js';
import { placesIn } from './places.js';
import { type MiniatureOptions, type MiniatureOutcome, runMiniature, workOf } from './run-miniature.js';
import { measureMiniature, printResults, writePage } from './write-page.js';

const folder = mkdtempSync(join(tmpdir(), 'allot-miniature-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tiny = ({ definition, ...arm }: Arm): Arm => ({
  ...arm,
  definition: {
    ...definition,
    steps: 2,
    datasets: {
      train: arithmetic({ split: 'train', problems: 64 }),
      validation: arithmetic({ split: 'test', problems: 4 }),
    },
    training: { ...definition.training, promptsPerStep: 1 },
    evaluation: { dataset: 'validation' },
    checkpoints: { everySteps: 1 },
  },
});
const two = arms.filter(({ name }) => ['hbpo', 'control'].includes(name)).map(tiny);
const sets: readonly ProblemSet[] = [
  { name: 'held-out', operations: [2, 8], problems: 7 },
  { name: 'longer', operations: [9, 12], problems: 4 },
];
const seeds = [1];

interface Watched {
  /** Aborts when this text is told: `hbpo step 1`, `control evaluate`. */
  readonly stopAt?: string;
  readonly told?: string[];
}

async function run(home: string, { stopAt, told = [] }: Watched = {}): Promise<MiniatureOutcome> {
  const controller = new AbortController();
  const tell = (text: string): void => {
    told.push(text);
    if (text === stopAt) controller.abort();
  };
  const options: MiniatureOptions = {
    arms: two,
    first: 1,
    seeds,
    sets,
    places: placesIn(home),
    signal: controller.signal,
    watch: async ({ arm }) => {
      let trained = false;
      return {
        onEvent: ({ type, step }) => {
          if (type === 'step-completed') tell(`${arm.name} step ${step}`);
          if (type === 'run-finished') trained = true;
        },
        onProgress: ({ phase }) => {
          if (trained && phase === 'evaluate') tell(`${arm.name} evaluate`);
        },
        close: () => {},
      };
    },
  };
  return runMiniature(options);
}

async function resultsOf(home: string): Promise<string> {
  const [results] = await measureMiniature({ arms: two, seeds, sets, places: placesIn(home) });
  return results === undefined ? '' : printResults(results);
}

const whole = join(folder, 'whole');
let outcome: MiniatureOutcome;
beforeAll(async () => {
  outcome = await run(whole);
});

test('what is done is measured, base and both arms, and is a page', async () => {
  expect(outcome).toEqual({ status: 'finished', diagnostics: [] });
  const places = placesIn(whole);
  const [results, problems] = await measureMiniature({ arms: two, seeds, sets, places });
  expect(problems).toEqual([]);
  expect(results?.arms.map(({ name, seeds: done }) => ({ name, done }))).toEqual(
    ['base', 'hbpo', 'control'].map((name) => ({ name, done: [1] })),
  );
  expect(results?.arms[1]?.natural.all?.problems).toBe(7);
  expect(results?.arms[1]?.longer.problems).toBe(4);
  expect(results && (await writePage(results, places))).toEqual([]);
  expect(readFileSync(places.page, 'utf8')).toContain('# The paper in miniature');
  expect(readdirSync(join(whole, 'reproduction'))).toEqual(
    expect.arrayContaining(['results.json', 'ablations.svg', 'field.svg']),
  );
});

test('what is done is left alone', async () => {
  const told: string[] = [];
  expect(await run(whole, { told })).toEqual({ status: 'finished', diagnostics: [] });
  expect(told).toEqual([]);
});

test('stopped in training and in an evaluation, and killed at the start of a run, it goes on to the same results', async () => {
  const home = join(folder, 'stopped');
  expect((await run(home, { stopAt: 'hbpo step 1' })).status).toBe('interrupted');
  expect(existsSync(placesIn(home).evaluation('hbpo', 1, 'held-out'))).toBe(false);
  const told: string[] = [];
  expect((await run(home, { stopAt: 'hbpo evaluate', told })).status).toBe('interrupted');
  expect(told.filter((text) => text.startsWith('hbpo step'))).toEqual(['hbpo step 2']);
  mkdirSync(placesIn(home).run('control', 1), { recursive: true });
  writeFileSync(join(placesIn(home).run('control', 1), 'plan.json'), '{');
  expect((await run(home)).status).toBe('finished');
  expect(await resultsOf(home)).toBe(await resultsOf(whole));
});

test('a run of another experiment is not gone on with', async () => {
  const home = join(folder, 'other');
  const places = placesIn(home);
  cpSync(placesIn(whole).run('control', 1), places.run('hbpo', 1), { recursive: true });
  const { status, diagnostics } = await run(home);
  expect(status).toBe('failed');
  expect(diagnostics.map(({ code }) => code)).toEqual(['reproduce/other-run']);
});

test('the first arms have all of their seeds before the others begin', () => {
  const order = workOf({ arms: arms.slice(0, 3), first: 2, seeds: [1, 2] });
  expect(order.map(({ arm, seed }) => `${arm.name}-${seed}`)).toEqual([
    'hbpo-1',
    'single-budget-1',
    'hbpo-2',
    'single-budget-2',
    'classic-1',
    'classic-2',
  ]);
});
