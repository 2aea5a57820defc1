// `allot compile --engine trl`, and what is said where that is not possible.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { allot, removeFolder, temporaryFolder } from './command.js';

const definition = {
  name: 'one-machine',
  steps: 4,
  policy: { model: 'allot:tiny-base' },
  datasets: { train: { kind: 'arithmetic', split: 'train', problems: 16 } },
  response: { maxTokens: 48 },
  tiers: [{ budget: 12, rollouts: 4, prefill: '[{budget}]' }],
  reward: { template: 'classic' },
  optimizer: { kind: 'adamw', learningRate: 3e-4 },
  training: { dataset: 'train', promptsPerStep: 4, rolloutsPerPrompt: 4 },
};

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder({
    'pipeline.yaml': stringify(definition),
    'cut.yaml': stringify({ ...definition, cut: { to: '24' } }),
  });
});
afterAll(() => removeFolder(cwd));

const trl = (command: string, file: string, ...more: readonly string[]) =>
  allot([command, file, '--engine', 'trl', ...more], { cwd });

test('a bundle is printed file by file, and a second compilation gives the same bytes', async () => {
  await trl('compile', 'pipeline.yaml', '--out', 'bundle');
  const { code, stdout } = await trl('compile', 'pipeline.yaml', '--out', 'again');
  expect(code).toBe(0);
  const files = stdout
    .trimEnd()
    .split('\n')
    .map((file) => file.replace('again/', ''));
  expect(files).toContain('allot_trl/trainer.py');
  expect(files).toContain('allot_bundle/shapes/reward.py');
  for (const file of files) {
    const [one, two] = await Promise.all(
      ['bundle', 'again'].map((folder) => readFile(join(cwd, folder, file))),
    );
    expect(two?.equals(one ?? Buffer.of())).toBe(true);
  }
});

test('what TRL cannot express is an error with an alternative', async () => {
  const { code, stderr } = await trl('compile', 'cut.yaml', '--out', 'cut');
  expect(code).toBe(1);
  expect(stderr).toContain('TRL cannot express a cut after sampling');
  expect(stderr).toContain('use `cap` of a tier');
});

test('several machines are for verl', async () => {
  const { code, stderr } = await trl('compile', 'pipeline.yaml', '--nodes', '2', '--out', 'two');
  expect(code).toBe(1);
  expect(stderr).toContain('TRL trains on one machine');
  expect(stderr).toContain('--engine verl');
});

test('allot run says where TRL runs', async () => {
  const { code, stderr } = await trl('run', 'pipeline.yaml');
  expect(code).toBe(1);
  expect(stderr).toContain('allot compile pipeline.yaml --engine trl --out bundle');
});
