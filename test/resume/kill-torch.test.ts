// The torch engine on the CPU: a run killed (SIGKILL) in several places and resumed has the bytes of one that nobody
// disturbed, and a run goes on with another engine than it began with.
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunEvent } from '@allot/spec';
import { afterAll, describe, expect, test } from 'vitest';
import { differingFiles } from '../../packages/runtime/test-support/compare-runs.js';
import { tinyYamlWith } from '../e2e/definitions.js';
import { findMissing, python } from '../parity/python.js';
import { allotIn } from './kill.js';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'allot-resume-torch-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const allot = allotIn(folder, { OMP_NUM_THREADS: '1' });

const definition = path.join(folder, 'tiny.yaml');
const yaml = tinyYamlWith('engine:\n  workers: 1\n', '')
  .replace('steps: 2', 'steps: 4')
  .replace('everySteps: 1', 'everySteps: 2')
  .replace('optimizer:\n', 'objective: { kl: { coefficient: 0.1 }, entropyBonus: 0.01 }\noptimizer:\n');
writeFileSync(definition, yaml);
const torch = ['--engine', 'torch', '--python', python];
const runOn = (run: string, ...flags: readonly string[]) => ['run', definition, '--run-dir', run, ...flags];

const missing = findMissing('transformers');
if (missing !== undefined) console.warn(`skipped: runs of the torch engine: ${missing}`);

describe.skipIf(missing !== undefined)('runs of the torch engine', { timeout: 240_000 }, () => {
  test('killed while sampling, updating and committing', async () => {
    const [whole, run] = [path.join(folder, 'whole'), path.join(folder, 'killed')];
    expect(await allot(runOn(whole, ...torch))).toBe(0);
    const inRun = (...names: readonly string[]): string => path.join(run, ...names);
    expect(await allot(runOn(run, ...torch), inRun('steps', '000001'))).toBe('SIGKILL');
    expect(await allot(['resume', run], inRun('steps', '000003', 'rollouts.parquet'))).toBe('SIGKILL');
    expect(
      await allot(['resume', run], inRun('checkpoints', '000004.tmp'), inRun('checkpoints', '000004')),
    ).toBe('SIGKILL');
    expect(await allot(['resume', run])).toBe(0);
    expect(differingFiles(whole, run)).toEqual([]);
    const [started] = eventsOf(run);
    expect(started).toMatchObject({
      numerics: { processes: '1', threads: '1', torch: expect.any(String) as string },
    });
  });

  test.each([
    { begins: [], goesOn: torch },
    { begins: torch, goesOn: ['--engine', 'onnx'] },
  ])('a run begun with $begins goes on with $goesOn', async ({ begins, goesOn }) => {
    const name = begins.length === 0 ? 'onnx-first' : 'torch-first';
    const [whole, run] = [path.join(folder, `${name}-whole`), path.join(folder, name)];
    expect(await allot(runOn(whole, ...begins))).toBe(0);
    // Named as one types it, from where one is.
    expect(await allot(runOn(name, ...begins), path.join(run, 'steps', '000003'))).toBe('SIGKILL');
    expect(await allot(['resume', name, ...goesOn])).toBe(0);
    expect(await allot(['eval', name, ...goesOn, '--no-keep'])).toBe(0);
    const [expected, found] = [losses(whole), losses(run)];
    expect(found).toHaveLength(4);
    for (const [step, loss] of found.entries()) expect(loss).toBeCloseTo(expected[step] as number, 5);
  });
});

function eventsOf(run: string): readonly RunEvent[] {
  const lines = readFileSync(path.join(run, 'events.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as RunEvent);
}

function losses(run: string): number[] {
  return eventsOf(run).flatMap((event) => (event.type === 'step-completed' ? [event.metrics.loss] : []));
}
