// From a model folder of another's making and real benchmark rows to two steps of HBPO, an evaluation, and back into transformers.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EvaluationResult, Plan } from '@allot/spec';
import { readEvaluationRows, readRollouts, readScores } from '@allot/store';
import { loadTokenizer } from '@allot/tasks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allot, removeFolder, temporaryFolder } from '../../e2e/command.js';
import { findMissing, python } from '../python.js';

const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const script = fileURLToPath(new URL('small-qwen2.py', import.meta.url));
const missing = existsSync(data)
  ? (findMissing('transformers') ?? findMissing('tokenizers'))
  : `there is no folder ${data}`;
if (missing !== undefined) console.warn(`skipped: real rows through a small Qwen2: ${missing}`);

const yaml = `name: real-data
steps: 2
policy: { model: qwen2 }
datasets:
  train: { kind: named, name: gsm8k, path: ${data}gsm8k/train.jsonl, filter: { maxPromptTokens: 120, sample: { rows: 200, seed: 1 } } }
  test: { kind: named, name: math-500, path: ${data}math500/test.jsonl, filter: { maxPromptTokens: 120, sample: { rows: 12, seed: 1 } } }
prompt: { template: chat, user: "{problem}\\nPut the final answer into \\\\boxed{}." }
response: { maxTokens: 96 }
tiers:
  - { budget: 32, rollouts: 2, prefill: "I will answer in at most {budget} tokens.\\n" }
  - { budget: 64, rollouts: 2, prefill: "I will answer in at most {budget} tokens.\\n" }
reward: { template: hbpo }
advantage: { template: hbpo }
optimizer: { kind: adamw, learningRate: 1.0e-3 }
training: { dataset: train, promptsPerStep: 3, rolloutsPerPrompt: 4 }
evaluation: { dataset: test, modes: [natural, efficient], efficientPrefill: "I will answer briefly.\\n" }
checkpoints: { everySteps: 1 }
`;

const cases = missing === undefined ? ['a small Qwen2 of random weights'] : [];
describe.each(cases)('%s', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = await temporaryFolder({ 'real.yaml': yaml });
    execFileSync(python, [script, 'make', join(data, 'gsm8k/train.jsonl'), join(cwd, 'qwen2')], {
      stdio: 'pipe',
    });
  }, 120_000);
  afterAll(() => removeFolder(cwd));

  test('is checked and planned with GSM8K and MATH-500', async () => {
    const checked = await allot(['check', 'real.yaml'], { cwd });
    expect(checked).toMatchObject({ code: 0 });
    const { settings } = JSON.parse((await allot(['plan', 'real.yaml', '--json'], { cwd })).stdout) as Plan;
    expect(settings).toMatchObject({
      policy: { config: { model_type: 'qwen2' } },
      grading: { kind: 'math' },
      datasets: { train: { name: 'gsm8k', rows: 200 }, test: { name: 'math-500' } },
    });
  });

  test('takes two steps of HBPO, its groups named by problems', async () => {
    const { code, stderr } = await allot(['run', 'real.yaml', '--run-dir', 'run'], { cwd });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const [rollouts = []] = await readRollouts(join(cwd, 'run/steps/000002/rollouts.parquet'));
    const [scores = []] = await readScores(join(cwd, 'run/steps/000002/scores.parquet'));
    expect(rollouts).toHaveLength(12);
    expect(scores).toHaveLength(12);
    for (const { groupId, problemId } of rollouts) expect(groupId).toContain(problemId);
    expect(new Set(rollouts.map(({ problemId }) => problemId)).size).toBe(3);
    const prefills = rollouts.map(({ text }) => /^I will answer in at most (\d+) tokens/.exec(text)?.[1]);
    expect(prefills).toEqual(rollouts.map(({ budget }) => String(budget)));
  }, 120_000);

  test('is evaluated on MATH-500, and transformers loads what was saved and answers the same', async () => {
    const policy = join(cwd, 'run/checkpoints/000002/policy');
    const words = [
      '--data',
      `math-500=${data}math500/test.jsonl`,
      '--problems',
      '12',
      '--max-prompt-tokens',
      '200',
      '--temperature',
      '0',
    ];
    const { code, stdout, stderr } = await allot(
      ['eval', 'qwen2-trained', ...words, '--max-tokens', '40', '--out', 'scores', '--json'],
      { cwd: await copied(policy) },
    );
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const { results } = JSON.parse(stdout) as { readonly results: readonly EvaluationResult[] };
    expect(results[0]).toMatchObject({ dataset: 'math-500', all: { problems: 12, samples: 12 } });
    expect(Object.keys(results[0]?.byDifficulty ?? {}).length).toBeGreaterThan(1);

    const [rows = []] = await readEvaluationRows(
      join(cwd, 'scores/natural', (await readdir(join(cwd, 'scores/natural')))[0] ?? ''),
    );
    const prompts = rows.map((row) => [Array.from(row.promptTokens), row.responseTokens.length]);
    await writeFile(join(cwd, 'prompts.json'), JSON.stringify(prompts));
    const made = JSON.parse(
      execFileSync(python, [script, 'load', policy, join(cwd, 'prompts.json')], {
        encoding: 'utf8',
        stdio: 'pipe',
      }),
    ) as { problems: unknown; warnings: unknown; prompt: number[]; greedy: number[][] };
    expect([made.problems, made.warnings]).toEqual([[], []]);
    expect(made.greedy).toEqual(rows.map(({ responseTokens }) => Array.from(responseTokens)));
    const [tokenizer] = loadTokenizer(join(policy, 'tokenizer.json'));
    const asked = '<|im_start|>user\nWhat is 3 + 4?<|im_end|>\n<|im_start|>assistant\n<think>\n';
    expect(made.prompt).toEqual(Array.from(tokenizer?.encode(asked) ?? []));
  }, 180_000);

  /** A model folder outside of its run. */
  async function copied(policy: string): Promise<string> {
    execFileSync('cp', ['-r', policy, join(cwd, 'qwen2-trained')]);
    const config = JSON.parse(await readFile(join(cwd, 'qwen2-trained/config.json'), 'utf8')) as object;
    expect(config).toMatchObject({ model_type: 'qwen2' });
    return cwd;
  }
});

test('the Python that makes and loads the model is committed', () => {
  expect(existsSync(script)).toBe(true);
});
