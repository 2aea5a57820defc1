import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { smallLayout, smallModel } from '../test-support/small-model.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import {
  CHECKPOINT_FORMAT,
  type Checkpoint,
  latestIntactCheckpoint,
  listCheckpoints,
  pruneCheckpoints,
  readCheckpoint,
  recoverCheckpoints,
  verifyCheckpoint,
  writeCheckpoint,
} from './checkpoint.js';
import { runPaths } from './layout.js';

const folder = temporaryFolder();
let count = 0;

const checkpoint = (step: number): Checkpoint => ({
  state: {
    format: CHECKPOINT_FORMAT,
    step,
    planKey: 'key',
    optimizerStep: step,
    events: 2 * step,
    interim: false,
    memory: {},
  },
  model: smallModel([step, 2, 3, 4, 5, 6, 7, 8]),
  firstMoment: new Float32Array(8).fill(0.5),
  secondMoment: new Float32Array(8).fill(0.25),
});

async function runWith(...steps: readonly number[]): Promise<string> {
  const run = path.join(folder, `run-${++count}`);
  for (const step of steps) await writeCheckpoint(run, checkpoint(step));
  return run;
}

test('a checkpoint comes back with weights, moments and state', async () => {
  const run = await runWith(3);
  const [read, diagnostics] = await readCheckpoint(runPaths(run).checkpoint(3), smallLayout);
  expect(diagnostics).toEqual([]);
  const { state, model, firstMoment, secondMoment } = checkpoint(3);
  expect(read).toEqual({ state, parameters: model.parameters, firstMoment, secondMoment });
});

test('equal checkpoints have equal bytes', async () => {
  const [a, b] = [await runWith(4), await runWith(4)];
  const manifests = [a, b].map((run) =>
    readFileSync(path.join(runPaths(run).checkpoint(4), 'manifest.json'), 'utf8'),
  );
  expect(manifests[0]).toBe(manifests[1]);
});

test.each([
  [2, 'format 2'],
  [{ a: [] }, 'a format that is no whole number'],
])('a manifest of the format %j is told as it is', async (format, told) => {
  const at = runPaths(await runWith(1)).checkpoint(1);
  const file = path.join(at, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...manifest, format }));
  expect(await verifyCheckpoint(at)).toBe(`its manifest has ${told}`);
});

test('the newest intact checkpoint is found; newer ones that are damaged are told of', async () => {
  const run = await runWith(0, 5, 10, 15);
  const { checkpoint: at } = runPaths(run);
  const weights = path.join(at(10), 'policy', 'model.safetensors');
  const bytes = readFileSync(weights);
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 1;
  writeFileSync(weights, bytes);
  rmSync(path.join(at(15), 'optimizer.safetensors'));
  const [found, diagnostics] = await latestIntactCheckpoint(run);
  expect(found?.step).toBe(5);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    `The checkpoint ${at(15)} is not intact: optimizer.safetensors is missing.`,
    `The checkpoint ${at(10)} is not intact: policy/model.safetensors was changed.`,
  ]);
});

test('no checkpoint left is an error', async () => {
  const run = await runWith(0);
  truncateSync(path.join(runPaths(run).checkpoint(0), 'manifest.json'), 10);
  const [found, diagnostics] = await latestIntactCheckpoint(run);
  expect(found).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toEqual(['store/broken-checkpoint', 'store/no-checkpoint']);
});

test('a manifest cannot point outside its checkpoint', async () => {
  const run = await runWith(1);
  const manifest = path.join(runPaths(run).checkpoint(1), 'manifest.json');
  const text = readFileSync(manifest, 'utf8').replace('"state.json"', '"../../../etc/passwd", "state.json"');
  writeFileSync(
    manifest,
    text.replace('"../../../etc/passwd",', '"../../../etc/passwd": {"sha256": "0", "bytes": 1},'),
  );
  expect(await verifyCheckpoint(runPaths(run).checkpoint(1))).toContain('names ../../../etc/passwd');
});

test('the oldest go, never the base policy or the newest', async () => {
  const run = await runWith(0, 2, 4, 6, 8);
  await pruneCheckpoints(run, { newest: 8, keep: 2, interim: () => false });
  expect(await listCheckpoints(run)).toEqual([0, 6, 8]);
  await pruneCheckpoints(run, { newest: 8, keep: 1, interim: () => false });
  expect(await listCheckpoints(run)).toEqual([0, 8]);
});

test('all stay when keep is 0, but for interim ones', async () => {
  const run = await runWith(0, 2, 3, 4);
  await pruneCheckpoints(run, { newest: 4, keep: 0, interim: (step) => step === 3 });
  expect(await listCheckpoints(run)).toEqual([0, 2, 4]);
});

test('a checkpoint whose replacement was cut short is put back; leftovers go', async () => {
  const run = await runWith(0, 2);
  const { checkpoint: at } = runPaths(run);
  renameSync(at(2), `${at(2)}.old`);
  mkdirSync(`${at(2)}.tmp`);
  mkdirSync(`${at(0)}.old`);
  await recoverCheckpoints(run);
  expect(await listCheckpoints(run)).toEqual([0, 2]);
  expect(await verifyCheckpoint(at(2))).toBeUndefined();
  expect(existsSync(`${at(2)}.tmp`) || existsSync(`${at(0)}.old`)).toBe(false);
});

test('a step is committed again over what was there', async () => {
  const run = await runWith(2);
  await writeCheckpoint(run, { ...checkpoint(2), firstMoment: new Float32Array(8).fill(9) });
  const [read] = await readCheckpoint(runPaths(run).checkpoint(2), smallLayout);
  expect(read?.firstMoment[0]).toBe(9);
  expect(await verifyCheckpoint(runPaths(run).checkpoint(2))).toBeUndefined();
});
