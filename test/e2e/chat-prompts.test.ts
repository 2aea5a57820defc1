// A chat model of another's making, with its template and its stop tokens, from check to a run that is resumed.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plan } from '@allot/spec';
import { type RolloutRow, readRollouts } from '@allot/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chatMl, writeChatModel } from '../../packages/tasks/test-support/chat-model.js';
import { allot, removeFolder, temporaryFolder } from './command.js';

const imEnd = 267;
const yaml = (tokenizer: string, prompt: string): string => `name: chat
steps: 2
policy:
  architecture: { hiddenSize: 16, intermediateSize: 32, layers: 1, heads: 2, keyValueHeads: 2, maxPositions: 256 }
  tokenizer: ${tokenizer}
datasets:
  train: { kind: jsonl, path: train.jsonl }
  test: { kind: jsonl, path: test.jsonl }
prompt: ${prompt}
response: { maxTokens: 40 }
tiers:
  - { budget: 16, rollouts: 2, prefill: "At most {budget} tokens.\\n" }
  - { budget: 32, rollouts: 2, system: " You have {budget} tokens." }
reward: { template: hbpo }
advantage: { template: hbpo }
optimizer: { kind: adamw, learningRate: 1.0e-3 }
training: { dataset: train, promptsPerStep: 2, rolloutsPerPrompt: 4 }
evaluation: { dataset: test, modes: [natural, efficient], efficientPrefill: "Be brief.\\n" }
checkpoints: { everySteps: 1 }
engine: { workers: 1 }
`;

const rowsOf = (from: number): string =>
  Array.from({ length: 4 }, (_, row) =>
    JSON.stringify({
      id: `p${from + row}`,
      problem: `What is ${from + row} + 4?`,
      answer: String(from + row + 4),
    }),
  ).join('\n');

const tokenizer = writeChatModel({
  template: `{{ bos_token }}{% if style %}{{ style }}{% endif %}${chatMl}`,
  config: { bos_token: '<s>', eos_token: '<|endoftext|>' },
  generation: { eos_token_id: [265, 266] },
});
let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder({
    'train.jsonl': rowsOf(0),
    'test.jsonl': rowsOf(50),
    'chat.yaml': yaml(tokenizer, '{ template: chat, system: "Think first.", variables: { style: "!" } }'),
  });
});
afterAll(async () => {
  await removeFolder(cwd);
  await rm(dirname(tokenizer), { recursive: true, force: true });
});

test('the plan holds the template and every stop token', async () => {
  const { stdout, stderr, code } = await allot(['plan', 'chat.yaml', '--json'], { cwd });
  expect(stderr).not.toContain('error');
  expect(code).toBe(0);
  const { settings } = JSON.parse(stdout) as Plan;
  expect(settings.policy.stopTokens).toEqual([265, 266, imEnd]);
  expect(settings).toMatchObject({ prompt: { template: 'chat', chat: { tokens: { bos_token: '<s>' } } } });
});

test('a run prompts with the template, once begun and once opened, and goes on as if it had not stopped', async () => {
  const run = await allot(['run', 'chat.yaml', '--run-dir', 'run', '--quiet'], { cwd });
  expect(run.stderr).not.toContain('error');
  expect(run.code).toBe(0);
  const rollouts: readonly RolloutRow[] =
    (await readRollouts(join(cwd, 'run/steps/000002/rollouts.parquet')))[0] ?? [];
  expect(rollouts).toHaveLength(8);
  for (const { promptText, promptTokens, tier, text } of rollouts) {
    const system = tier === 0 ? 'Think first.' : 'Think first. You have 32 tokens.';
    const [before, after] = promptText.split(/What is \d \+ 4\?/);
    expect(before).toBe(`<s>!<|im_start|>system\n${system}<|im_end|>\n<|im_start|>user\n`);
    expect(after).toBe('<|im_end|>\n<|im_start|>assistant\n<think>');
    expect(promptTokens.filter((token) => token === 268)).toHaveLength(1);
    expect(text.startsWith('At most 16 tokens.\n')).toBe(tier === 0);
  }
  const manifest = JSON.parse(await readFile(join(cwd, 'run/engine/manifest.json'), 'utf8')) as object;
  expect(manifest).toMatchObject({ stopTokens: [265, 266, imEnd] });
  const stage = await allot(['stage', 'rollout', '--run', 'run', '--step', '2'], { cwd });
  expect(stage.code).toBe(0);
  expect((await readRollouts(join(cwd, 'run/steps/000002/rollouts.parquet')))[0]).toEqual(rollouts);
});

test('a mistake in the prompt is shown where it stands', async () => {
  const wrong = yaml(tokenizer, '\n  template: chat\n  variables: { stile: "!" }');
  await writeFile(join(cwd, 'wrong.yaml'), wrong);
  const { stderr, stdout, code } = await allot(['check', 'wrong.yaml'], { cwd });
  expect(code).toBe(1);
  expect(stdout + stderr).toContain('prompt/unknown-variable');
  expect(stdout + stderr).toMatch(/wrong\.yaml:\d+:\d+/);
});
