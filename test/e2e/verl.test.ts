// `allot compile --engine verl`, `allot plan` for a cluster, and the grader that a bundle asks.
import { existsSync } from 'node:fs';
import { chmod, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { allot, removeFolder, temporaryFolder, writeFiles } from './command.js';

const definition = {
  name: 'cluster',
  steps: 4,
  policy: { model: 'allot:tiny-base' },
  datasets: { train: { kind: 'arithmetic', split: 'train', problems: 16 } },
  response: { maxTokens: 48 },
  tiers: [
    { budget: 12, rollouts: 2, prefill: '[{budget}]' },
    { budget: 24, rollouts: 2, prefill: '[{budget}]' },
  ],
  reward: { template: 'hbpo' },
  advantage: { template: 'hbpo' },
  optimizer: { kind: 'adamw', learningRate: 3e-4 },
  training: { dataset: 'train', promptsPerStep: 4, rolloutsPerPrompt: 4 },
};

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder({
    'pipeline.yaml': stringify(definition),
    'cut.yaml': stringify({ ...definition, cut: { to: '24' } }),
  });
  await allot(['compile', 'pipeline.yaml', '--engine', 'verl', '--out', 'bundle'], { cwd });
});
afterAll(() => removeFolder(cwd));

const verl = (command: string, file: string, ...more: readonly string[]) =>
  allot([command, file, '--engine', 'verl', ...more], { cwd });

test('a bundle is printed file by file, and a second compilation gives the same bytes', async () => {
  const { code, stdout } = await verl('compile', 'pipeline.yaml', '--out', 'again');
  expect(code).toBe(0);
  const files = stdout
    .trimEnd()
    .split('\n')
    .map((file) => file.replace('again/', ''));
  expect(files).toContain('allot_bundle/shapes/reward.py');
  for (const file of files) {
    const [one, two] = await Promise.all(
      ['bundle', 'again'].map((folder) => readFile(join(cwd, folder, file))),
    );
    expect(two?.equals(one ?? Buffer.of())).toBe(true);
  }
});

test('what verl cannot express is an error with an alternative', async () => {
  const { code, stderr } = await verl('compile', 'cut.yaml', '--out', 'cut');
  expect(code).toBe(1);
  expect(stderr).toContain('verl cannot express a cut after sampling');
  expect(stderr).toContain('use `cap` of a tier');
});

test.runIf(existsSync('/proc/self'))('a place where no folder can be made is told', async () => {
  for (const out of ['/proc/bundle', '/proc/bundle/here']) {
    const { code, stdout, stderr } = await verl('compile', 'pipeline.yaml', '--out', out);
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringMatching(/(emit|store)\/unwritable/)]);
  }
});

test('batches that GPUs cannot share are an error', async () => {
  const { code, stderr } = await verl('compile', 'pipeline.yaml', '--gpus-per-node', '3', '--out', 'three');
  expect(code).toBe(1);
  expect(stderr).toContain('cannot be shared out to 3 GPUs');
});

test('GPUs that cannot share the heads of the policy are an error', async () => {
  const flags = ['--gpus-per-node', '4', '--tensor-parallel', '3', '--out', 'heads'];
  const { code, stderr } = await verl('compile', 'pipeline.yaml', ...flags);
  expect(code).toBe(1);
  expect(stderr).toContain('4 GPUs of a node cannot be shared out to groups of 3 GPUs');
  expect(stderr).toContain('attention heads cannot be shared out to groups of 3 GPUs');
});

test('the JSON of a plan has the cluster too', async () => {
  const flags = ['--gpus-per-node', '4', '--tensor-parallel', '2', '--json'];
  const { code, stdout } = await verl('plan', 'pipeline.yaml', ...flags);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    settings: { name: 'cluster' },
    cluster: { gpus: 4, tensorParallel: 2, rolloutEngines: 2, trajectories: { step: 16 }, divides: true },
  });
});

test('a plan shows what it asks of a cluster', async () => {
  const { code, stdout } = await verl('plan', 'pipeline.yaml', '--nodes', '2', '--gpus-per-node', '4');
  expect(code).toBe(0);
  expect(stdout).toMatch(/GPUs +8 \(2 x 4\)/);
  expect(stdout).toMatch(/trajectories a minibatch +16: 2 a GPU/);
});

test('a run without a cluster asks for a Python with Ray, and leaves no folder behind', async () => {
  await writeFiles(cwd, { 'bin/python3': '#!/bin/sh\necho there is no ray here >&2\nexit 1\n' });
  await chmod(join(cwd, 'bin/python3'), 0o755);
  const env = { PATH: `${join(cwd, 'bin')}:${process.env.PATH}` };
  const { code, stderr } = await allot(['run', 'pipeline.yaml', '--engine', 'verl'], { cwd, env });
  expect(code).toBe(1);
  expect(stderr).toContain(
    'Ray cannot be started on this machine: it ended with status 1; there is no ray here',
  );
  expect(await readdir(join(cwd, 'runs'))).toEqual([]);
});

test('the grader answers row by row, and says which row it cannot read', async () => {
  // The tokens of 4 </think> 4 <eos>, and of 4 </think> 5 <eos>.
  const tokenizer = JSON.parse(await readFile(join(cwd, 'bundle/tokenizer/tokenizer.json'), 'utf8')) as {
    model: { vocab: Record<string, number> };
    added_tokens: readonly { id: number; content: string }[];
  };
  const added = Object.fromEntries(tokenizer.added_tokens.map(({ content, id }) => [content, id]));
  const id = (token: string): number => added[token] ?? (tokenizer.model.vocab[token] as number);
  const row = (answer: string) =>
    JSON.stringify({ response: ['4', '</think>', answer, '<eos>'].map(id), answers: ['4'] });
  const input = `${row('4')}\n${row('5')}\n{"pred": "4"}\n`;
  const { code, stdout, stderr } = await allot(['grade', '-', '--bundle', 'bundle'], { cwd, input });
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { answer: '4', correct: true, formatted: true, thinking: 1 },
    { answer: '5', correct: false, formatted: true, thinking: 1 },
  ]);
  expect(code).toBe(1);
  expect(stderr).toContain('Line 3 of stdin');
});

test('a folder that is no bundle is an error', async () => {
  const { code, stderr } = await allot(['grade', '-', '--bundle', 'nowhere'], { cwd, input: '' });
  expect(code).toBe(1);
  expect(stderr).toContain('grade/no-bundle');
});
