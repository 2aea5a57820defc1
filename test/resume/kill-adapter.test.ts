// A run that trains an adapter: killed (SIGKILL) and resumed it has the bytes of one that nobody disturbed, and its small
// checkpoints are policies to every engine.
import { appendFileSync, cpSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { EvaluationResult } from '@allot/spec';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { differingFiles } from '../../packages/runtime/test-support/compare-runs.js';
import { allot, type Ended, removeFolder, temporaryFolder, writeFiles } from '../e2e/command.js';
import { tinyYaml } from '../e2e/definitions.js';
import { findMissing, python } from '../parity/python.js';
import { allotIn } from './kill.js';

const yaml = tinyYaml
  .replace(
    / {2}architecture:.*\n {2}tokenizer:.*\n/,
    '  model: allot:tiny-base\n  lora: { rank: 4, alpha: 8 }\n',
  )
  .replace('steps: 2', 'steps: 4')
  .replace('everySteps: 1', 'everySteps: 2')
  .replace('learningRate: 1.0e-3', 'learningRate: 0.01')
  .replace('optimizer:\n', 'objective: { kl: { coefficient: 0.1 } }\noptimizer:\n')
  .replace('engine:\n  workers: 1\n', 'engine: { name: torch }\n');
const env = { OMP_NUM_THREADS: '1' };
const torch = ['--python', python];

const missing = findMissing('peft');
if (missing !== undefined) console.warn(`skipped: runs that train an adapter: ${missing}`);

describe.skipIf(missing !== undefined)('runs that train an adapter', () => {
  let cwd: string;
  let done: readonly Ended[];
  beforeAll(async () => {
    cwd = await temporaryFolder({ 'tiny.yaml': yaml });
    const whole = await allot(['run', 'tiny.yaml', '--run-dir', 'whole', ...torch], { cwd, env });
    done = [whole, await allot(['export', 'whole', '--out', 'model'], { cwd })];
  }, 180_000);
  afterAll(() => removeFolder(cwd));

  test('runs to its end, and is exported', () => {
    expect(done).toMatchObject([
      { code: 0 },
      { code: 0, stdout: 'model\n', stderr: 'the policy after step 4\n' },
    ]);
  });

  test('killed while updating, committing and sampling', { timeout: 180_000 }, async () => {
    const killed = allotIn(cwd, env);
    const run = path.join(cwd, 'killed');
    const inRun = (...names: readonly string[]): string => path.join(run, ...names);
    const start = ['run', 'tiny.yaml', '--run-dir', 'killed', ...torch];
    expect(await killed(start, inRun('steps', '000001', 'rollouts.parquet'))).toBe('SIGKILL');
    expect(
      await killed(['resume', 'killed'], inRun('checkpoints', '000002.tmp'), inRun('checkpoints', '000002')),
    ).toBe('SIGKILL');
    expect(await killed(['resume', 'killed'], inRun('steps', '000003'))).toBe('SIGKILL');
    const other = await allot(['resume', 'killed', '--engine', 'onnx'], { cwd, env });
    expect(other.code).toBe(1);
    expect(other.stderr).toContain('The engine `onnx` cannot train the adapter of this run');
    expect(await killed(['resume', 'killed', '--engine', 'torch'])).toBe(0);
    expect(differingFiles(path.join(cwd, 'whole'), run)).toEqual([]);
  });

  test('a checkpoint after the first holds the adapter alone', () => {
    const size = (step: string, file: string): number =>
      statSync(path.join(cwd, 'whole', 'checkpoints', step, 'policy', file)).size;
    expect(size('000004', 'adapter_model.safetensors')).toBeLessThan(size('000000', 'model.safetensors') / 8);
    expect(() => size('000004', 'model.safetensors')).toThrow('no such file');
  });

  test('it is evaluated alike by both engines', { timeout: 180_000 }, async () => {
    const results = async (...words: readonly string[]): Promise<readonly EvaluationResult[]> => {
      const options = ['--problems', '16', '--no-keep', '--json'];
      const { code, stdout, stderr } = await allot(['eval', ...words, ...options], { cwd, env });
      expect({ code, stderr }).toMatchObject({ code: 0 });
      return (JSON.parse(stdout) as { results: readonly EvaluationResult[] }).results;
    };
    const tokens = ([result]: readonly EvaluationResult[]) => result?.all.meanTokens;
    const byTorch = await results('whole');
    expect(await results('whole', '--engine', 'onnx')).toEqual(byTorch);
    const base = await results('whole/checkpoints/000000', '--engine', 'onnx');
    expect(tokens(base)).not.toBe(tokens(byTorch));
  });

  test('the exported folder holds what belongs to a model, and is not written over', async () => {
    for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json'])
      expect(readFileSync(path.join(cwd, 'model', file))).toEqual(
        readFileSync(path.join(cwd, 'whole', 'checkpoints', '000000', 'policy', file)),
      );
    const twice = await allot(['export', 'whole', '--out', 'model'], { cwd });
    expect(twice.stderr).toContain('model is a folder that is not empty');
  });

  test.each([
    { model: 'model', code: 0, said: '' },
    {
      model: 'whole/checkpoints/000004/policy',
      code: 1,
      said: 'holds an adapter and not the weights that it belongs to',
    },
  ])('another run begins with $model: exit status $code', async ({ model, code, said }) => {
    await writeFiles(cwd, { 'next.yaml': yaml.replace('allot:tiny-base', model) });
    const checked = await allot(['check', 'next.yaml'], { cwd });
    expect(checked.code).toBe(code);
    expect(checked.stdout + checked.stderr).toContain(said);
  });

  test('a base policy that was changed breaks the checkpoints that need it', async () => {
    cpSync(path.join(cwd, 'whole'), path.join(cwd, 'damaged'), { recursive: true });
    appendFileSync(path.join(cwd, 'damaged/checkpoints/000000/policy/model.safetensors'), 'x');
    const { code, stderr } = await allot(['export', 'damaged/checkpoints/000004', '--out', 'none'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('that of the base policy is not: policy/model.safetensors has');
  });
});
