import { spawnSync } from 'node:child_process';
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
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runTiny, tinyMiniature } from '../../../test-support/tiny-miniature.js';
import { arms } from './arms.js';
import { conditions } from './conditions.js';
import { placesIn } from './places.js';
import { type MiniatureOutcome, workOf } from './run-miniature.js';
import { measureMiniature, printResults, writePage } from './write-page.js';

/** Several runs of a training, each with its evaluations, in milliseconds. */
const patience = 240_000;

const folder = mkdtempSync(join(tmpdir(), 'allot-miniature-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function resultsOf(home: string): Promise<string> {
  const [results] = await measureMiniature({ ...tinyMiniature, places: placesIn(home) });
  return results === undefined ? '' : printResults(results);
}

const whole = join(folder, 'whole');
let outcome: MiniatureOutcome;
beforeAll(async () => {
  outcome = await runTiny(whole);
}, patience);

test('what is done is measured, base and both arms, and is a page', async () => {
  expect(outcome).toEqual({ status: 'finished', diagnostics: [] });
  const places = placesIn(whole);
  const [results, problems] = await measureMiniature({ ...tinyMiniature, places });
  expect(problems).toEqual([]);
  expect(results?.arms.map(({ name, seeds: done }) => ({ name, done }))).toEqual(
    ['base', 'hbpo', 'control'].map((name) => ({ name, done: [1] })),
  );
  expect(results?.conditions.map(({ arms: some }) => some.map(({ name }) => name))).toEqual([
    ['base', 'hbpo', 'single-budget'],
  ]);
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
  expect((await runTiny(whole, (text) => told.push(text))).status).toBe('finished');
  expect(told).toEqual([]);
});

/** Stops when this text is told; answers all that was told. */
async function stoppedAt(home: string, moment: string): Promise<{ status: string; told: string[] }> {
  const controller = new AbortController();
  const told: string[] = [];
  const tell = (text: string): void => {
    told.push(text);
    if (text === moment) controller.abort();
  };
  const { status } = await runTiny(home, tell, controller.signal);
  return { status, told };
}

test(
  'stopped in training and in an evaluation, it goes on to the same results',
  async () => {
    const home = join(folder, 'stopped');
    expect((await stoppedAt(home, 'hbpo step 1')).status).toBe('interrupted');
    expect(existsSync(placesIn(home).evaluation('hbpo', 1, 'held-out'))).toBe(false);
    const { status, told } = await stoppedAt(home, 'hbpo evaluate');
    expect(status).toBe('interrupted');
    expect(told.filter((text) => text.startsWith('hbpo step'))).toEqual(['hbpo step 2']);
    expect((await runTiny(home)).status).toBe('finished');
    expect(await resultsOf(home)).toBe(await resultsOf(whole));
  },
  patience,
);

test(
  'killed while it trains, and when a run had only begun, it goes on to the same results',
  async () => {
    const home = join(folder, 'killed');
    const cwd = fileURLToPath(new URL('../../../test-support', import.meta.url));
    const words = ['--import', 'jiti/register', 'killed-miniature.ts', home, 'hbpo step 2'];
    const { signal, stderr } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8' });
    expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
    mkdirSync(placesIn(home).run('control', 1), { recursive: true });
    writeFileSync(join(placesIn(home).run('control', 1), 'plan.json'), '{');
    expect((await runTiny(home)).status).toBe('finished');
    expect(await resultsOf(home)).toBe(await resultsOf(whole));
  },
  patience,
);

test('a run of another experiment is not gone on with', async () => {
  const home = join(folder, 'other');
  const places = placesIn(home);
  cpSync(placesIn(whole).run('control', 1), places.run('hbpo', 1), { recursive: true });
  const { status, diagnostics } = await runTiny(home);
  expect(status).toBe('failed');
  expect(diagnostics.map(({ code }) => code)).toEqual(['reproduce/other-run']);
});

test('the first arms have all of their seeds before the others begin, and conditions come last', () => {
  const order = workOf({
    arms: arms.slice(0, 3),
    first: 2,
    seeds: [1, 2],
    conditions: conditions.slice(0, 1),
  });
  expect(order.map(({ arm, seed }) => `${arm.name}-${seed}`)).toEqual([
    'hbpo-1',
    'single-budget-1',
    'hbpo-2',
    'single-budget-2',
    'classic-1',
    'classic-2',
    'obeys-tenth-base-1',
    'obeys-tenth-hbpo-1',
    'obeys-tenth-single-budget-1',
    'obeys-tenth-hbpo-2',
    'obeys-tenth-single-budget-2',
  ]);
});
