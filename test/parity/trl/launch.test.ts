// A bundle for TRL as people run it: launch.sh trains, goes on at the last checkpoint, and says what is wrong.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { python } from '../python.js';
import { allotCommand, compileBundle, tinyModel } from '../training-step/compile-bundle.js';
import { findMissingTrl } from './environment.js';

const missing = findMissingTrl();
if (missing !== undefined) console.warn(`skipped: a bundle for TRL, launched: ${missing}`);

const text = stringify({
  name: 'launched',
  steps: 2,
  policy: { model: 'allot:tiny-base' },
  datasets: {
    train: { kind: 'arithmetic', split: 'train', problems: 8, operations: [1, 2] },
    test: { kind: 'arithmetic', split: 'test', problems: 4, operations: [1, 2] },
  },
  response: { maxTokens: 32 },
  tiers: [{ budget: 12, rollouts: 2, prefill: '[{budget}]' }],
  reward: { template: 'classic' },
  optimizer: { kind: 'adamw', learningRate: 1e-4 },
  training: { dataset: 'train', promptsPerStep: 2, rolloutsPerPrompt: 2 },
  evaluation: { dataset: 'test', everySteps: 2, modes: ['natural', 'efficient'], temperature: 0 },
  checkpoints: { everySteps: 1 },
  engine: { name: 'trl' },
});

describe.skipIf(missing !== undefined)('a bundle for TRL', () => {
  let bundle = '';
  beforeAll(() => {
    bundle = compileBundle('launched', text);
  });
  afterAll(() => rmSync(dirname(bundle), { recursive: true, force: true }));

  const launch = (given: readonly string[], changes: Readonly<Record<string, string>> = {}): string =>
    execFileSync('bash', [join(bundle, 'launch.sh'), 'bf16=false', 'use_cpu=true', ...given], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PATH: [dirname(python), process.env.PATH ?? ''].join(delimiter),
        ALLOT_MODEL: tinyModel,
        ALLOT_COMMAND: allotCommand,
        OMP_NUM_THREADS: '1',
        ...changes,
      },
    });
  const metrics = () =>
    readFileSync(join(bundle, 'run/metrics.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, number>>);

  test('trains, and goes on where it was', () => {
    launch(['max_steps=1']);
    expect(readdirSync(join(bundle, 'run/checkpoints'))).toContain('checkpoint-1');
    launch([]);
    expect(metrics().flatMap(({ step, loss }) => (loss === undefined ? [] : [step]))).toEqual([1, 2]);
    expect(readdirSync(join(bundle, 'run/rollouts')).sort()).toEqual(['1.jsonl', '2.jsonl']);
    const policy = JSON.parse(readFileSync(join(bundle, 'run/policy/config.json'), 'utf8')) as unknown;
    expect(policy).toMatchObject({ model_type: 'llama' });
    expect(existsSync(join(bundle, 'run/policy/tokenizer.json'))).toBe(true);
  }, 300_000);

  test('evaluates in every mode, before training and after it', () => {
    for (const mode of ['natural', 'efficient']) {
      const evaluations = metrics().filter((line) => `eval_${mode}/accuracy` in line);
      expect(evaluations.map(({ step }) => step)).toEqual([0, 1, 2]);
      for (const line of evaluations) expect(line[`eval_${mode}/tokens`]).toBeLessThanOrEqual(32);
    }
    const [first] = metrics().filter(({ loss }) => loss !== undefined);
    expect(first).toMatchObject({ 'tier/12/accuracy': expect.any(Number) as number });
  });

  test.each([
    [
      'a key that TRL does not have',
      ['learning_rat=1'],
      {},
      '`learning_rat=1` is no key=value of GRPOConfig',
    ],
    ['a model that is not there', [], { ALLOT_MODEL: '/nowhere' }, 'there is no model in /nowhere'],
    ['a grader that does not start', [], { ALLOT_COMMAND: 'no-such-allot' }, 'the grader does not start'],
  ])(
    '%s is told',
    (_, given, changes, message) => {
      expect(() => launch(given, changes)).toThrow(message);
    },
    300_000,
  );

  test('another version of TRL is told', () => {
    const file = join(bundle, 'allot_bundle/versions.json');
    const declared = readFileSync(file, 'utf8');
    writeFileSync(file, declared.replace('"trl": "', '"trl": "0.'));
    expect(() => launch([])).toThrow('this bundle was made for trl 0.');
    writeFileSync(file, declared);
  }, 300_000);

  test('two processes share a step', () => {
    const two = compileBundle('launched', text);
    const command = ['compile', join(dirname(two), 'launched.yaml'), '--gpus-per-node', '2', '--out', two];
    const [node, ...allot] = allotCommand.split(' ') as [string, ...string[]];
    execFileSync(node, [...allot, ...command], { stdio: 'pipe' });
    const run = join(two, 'run');
    execFileSync(
      'bash',
      [
        join(two, 'launch.sh'),
        'bf16=false',
        'use_cpu=true',
        'eval_strategy=no',
        'eval_on_start=false',
        'max_steps=1',
      ],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          PATH: [dirname(python), process.env.PATH ?? ''].join(delimiter),
          ALLOT_MODEL: tinyModel,
          ALLOT_COMMAND: allotCommand,
          ALLOT_RUN: run,
          OMP_NUM_THREADS: '1',
        },
      },
    );
    const rows = readFileSync(join(run, 'rollouts/1.jsonl'), 'utf8').trimEnd().split('\n');
    expect(rows).toHaveLength(4);
    const sessions = rows.map((row) => (JSON.parse(row) as { session: number }).session);
    expect(sessions).toEqual([0, 1, 0, 1]);
    rmSync(dirname(two), { recursive: true, force: true });
  }, 300_000);
});
