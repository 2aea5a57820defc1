// The torch engine as two processes on the CPU: a run killed (SIGKILL) and resumed has the bytes of one that nobody disturbed,
// leaves no process behind, and goes on with another number of them.
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunEvent } from '@allot/spec';
import { afterAll, describe, expect, test } from 'vitest';
import { differingFiles } from '../../packages/runtime/test-support/compare-runs.js';
import { tinyYamlWith } from '../e2e/definitions.js';
import { findMissing, python } from '../parity/python.js';
import { allotIn } from './kill.js';
import { endOf, startedBy } from './processes.js';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'allot-resume-ranks-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const definition = path.join(folder, 'tiny.yaml');
const engine = 'engine: { name: torch, processes: 2 }\n';
const yaml = tinyYamlWith('engine:\n  workers: 1\n', engine)
  .replace('steps: 2', 'steps: 4')
  .replace('everySteps: 1', 'everySteps: 2')
  .replace('optimizer:\n', 'objective: { kl: { coefficient: 0.1 } }\noptimizer:\n');
writeFileSync(definition, yaml);
const runOn = (run: string, ...flags: readonly string[]) =>
  ['run', definition, '--run-dir', run, '--python', python].concat(flags);

const missing = findMissing('transformers');
if (missing !== undefined) console.warn(`skipped: runs of several processes: ${missing}`);

describe.skipIf(missing !== undefined)(
  'runs of the torch engine as two processes',
  { timeout: 300_000 },
  () => {
    const whole = path.join(folder, 'whole');
    const started: number[] = [];
    const allot = allotIn(folder, { OMP_NUM_THREADS: '1' }, (pid) => started.push(...startedBy(pid)));

    test('killed while sampling and committing', async () => {
      const run = path.join(folder, 'killed');
      expect(await allot(runOn(whole))).toBe(0);
      const inRun = (...names: readonly string[]): string => path.join(run, ...names);
      expect(await allot(runOn(run), inRun('steps', '000003', 'rollouts.parquet'))).toBe('SIGKILL');
      expect(
        await allot(['resume', run], inRun('checkpoints', '000004.tmp'), inRun('checkpoints', '000004')),
      ).toBe('SIGKILL');
      expect(await allot(['resume', run])).toBe(0);
      expect(differingFiles(whole, run)).toEqual([]);
      // Twice torchrun and two ranks.
      expect(started).toHaveLength(6);
      expect(await endOf(started)).toEqual([]);
    });

    test('from one process to two and back', async () => {
      const run = path.join(folder, 'moved');
      const at = (step: number): string => path.join(run, 'steps', `00000${step}`);
      expect(await allot(runOn(run, '--processes', '1'), at(3))).toBe('SIGKILL');
      expect(await allot(['resume', run, '--processes', '2'], at(4))).toBe('SIGKILL');
      expect(await allot(['resume', run, '--processes', '1'])).toBe(0);
      const [expected, found] = [losses(whole), losses(run)];
      expect(found).toHaveLength(4);
      for (const [step, loss] of found.entries()) expect(loss).toBeCloseTo(expected[step] as number, 5);
    });

    test('a flag that the engine does not read is refused', async () => {
      expect(await allot(['eval', whole, '--engine', 'onnx', '--processes', '2', '--no-keep'])).toBe(1);
    });
  },
);

/** By step; a step that was done twice counts as it was done last. */
function losses(run: string): number[] {
  const lines = readFileSync(path.join(run, 'events.jsonl'), 'utf8').trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line) as RunEvent);
  return events.flatMap((event) => (event.type === 'step-completed' ? [event.metrics.loss] : []));
}
