// The commands that read a run, and the real engine, over damaged files: told by name, and repaired where that is possible.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { differingFiles } from '../../packages/runtime/test-support/compare-runs.js';
import { allot, removeFolder, temporaryFolder } from '../e2e/command.js';
import { tinyYaml } from '../e2e/definitions.js';

let cwd = '';
beforeAll(async () => {
  cwd = await temporaryFolder({ 'tiny.yaml': tinyYaml });
  const { code, stderr } = await allot(['run', 'tiny.yaml', '--run-dir', 'whole', '--quiet'], { cwd });
  if (code !== 0) throw new Error(stderr);
});
afterAll(() => removeFolder(cwd));

/** A copy of the run with a bit of a file flipped; at the newest checkpoint but one, if it is to go on. */
function damaged(name: string, file: string, { goOn = false } = {}): void {
  const copy = join(cwd, name);
  cpSync(join(cwd, 'whole'), copy, { recursive: true });
  if (goOn) rmSync(join(copy, 'checkpoints', '000002'), { recursive: true });
  const bytes = readFileSync(join(copy, file));
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] as number) ^ 1;
  writeFileSync(join(copy, file), bytes);
}

test('stages that were damaged are emitted again, and the run ends with the same bytes', async () => {
  damaged('stages', 'engine/graphs/train.onnx', { goOn: true });
  const { code, stderr } = await allot(['resume', 'stages'], { cwd });
  expect(stderr).toContain('run/stages-emitted-again');
  expect(code).toBe(0);
  expect(differingFiles(join(cwd, 'whole'), join(cwd, 'stages'))).toEqual([]);
});

test.each([
  [
    'resume',
    ['resume', 'resume'],
    'inputs/tokenizer.json',
    { goOn: true },
    /run\/damaged-input[\s\S]*tokenizer\.json was changed/,
  ],
  [
    'compare',
    ['compare', 'whole', 'compare'],
    'evaluations/000002/natural.parquet',
    {},
    /compare\/damaged[\s\S]*natural\.parquet/,
  ],
  [
    'export',
    ['export', 'export/checkpoints/000002', '--out', 'model'],
    'checkpoints/000002/policy/model.safetensors',
    {},
    /store\/broken-checkpoint/,
  ],
  [
    'stage',
    ['stage', 'score', '--run', 'stage', '--step', '1'],
    'steps/000001/rollouts.parquet',
    {},
    /stage\/damaged-input[\s\S]*rollouts\.parquet was changed/,
  ],
] as const)('%s refuses what was damaged, by its name', async (name, words, file, options, message) => {
  damaged(name, file, options);
  const { code, stderr } = await allot([...words], { cwd });
  expect(stderr).toMatch(message);
  expect(code).toBe(1);
});

test('a report of a damaged run says what it lacks', async () => {
  damaged('report', 'evaluations/000002/natural.parquet');
  const events = join(cwd, 'report', 'events.jsonl');
  writeFileSync(events, readFileSync(events, 'utf8').replace(/"loss":-?\d/, '"loss":9'));
  const { code, stderr } = await allot(['report', 'report'], { cwd });
  expect(stderr).toContain('report/no-samples');
  expect(stderr).toContain('report/changed-log');
  expect(code).toBe(0);
});
