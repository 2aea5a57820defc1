// The paper's pipelines: they say what is still to be brought, and with it compile to verl with the settings of the paper.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan, ResolvedReinforcement } from '@allot/spec';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { allot, removeFolder, root, temporaryFolder } from './command.js';
import { writeTinyR1 } from './tiny-r1.js';

const pipeline = (name: string): string => join(root, `pipelines/paper/${name}.ts`);
const names = ['hbpo-1.5b', 'hbpo-deepscaler', 'hbpo-1.5b-released'];

let cwd: string;
let brought: readonly string[];
beforeAll(async () => {
  const row = (id: number) => JSON.stringify({ problem: `What is ${id} + 1?`, answer: `${id + 1}` });
  const rows = (first: number, count: number) =>
    Array.from({ length: count }, (_, index) => row(first + index)).join('\n');
  cwd = await temporaryFolder({
    'train.jsonl': `${rows(0, 80)}\n`,
    'test.jsonl': `${rows(100, 4)}\n`,
  });
  await writeTinyR1(join(cwd, 'model'));
  brought = [
    ['policy.model', 'model'],
    ['datasets.train.path', 'train.jsonl'],
    ['datasets.test.path', 'test.jsonl'],
  ].flatMap(([path, file]) => ['--set', `${path}=${join(cwd, file ?? '')}`]);
});
afterAll(() => removeFolder(cwd));

test.each(names)('%s says which model and data are to be brought', async (name) => {
  const { code, stdout } = await allot(['check', pipeline(name), '--format', 'plain'], {
    cwd,
    env: { ALLOT_CACHE: join(cwd, 'cache') },
  });
  expect(code).toBe(1);
  expect(stdout).toMatch(/There is no model folder at .*1\.5B/);
  expect(stdout).toContain('A model is a Hugging Face folder with config.json');
  expect(stdout).toContain('The dataset deepscaler is not downloaded');
  expect(stdout).toContain('allot data fetch');
  expect(stdout.match(/^.*\berror\b/gm)).toHaveLength(3);
});

describe.each(names)('%s', (name) => {
  const planned = async (): Promise<ResolvedReinforcement> => {
    const { stdout, stderr } = await allot(['plan', pipeline(name), '--json', ...brought], { cwd });
    expect(stderr).not.toContain('error');
    return (JSON.parse(stdout) as Plan).settings as ResolvedReinforcement;
  };

  test('has the settings of the paper', async () => {
    const settings = await planned();
    expect(settings).toMatchObject({
      steps: 629,
      response: { maxTokens: 4096 },
      objective: {
        kind: 'ppo-clip',
        clipLow: 0.2,
        clipHigh: 0.28,
        aggregation: 'token-mean',
        entropyBonus: 0,
      },
      optimizer: { kind: 'adamw', learningRate: 1e-6, schedule: { kind: 'constant', warmupSteps: 0 } },
      training: { promptsPerStep: 64, promptsPerMinibatch: 16, rolloutsPerPrompt: 16 },
      evaluation: {
        everySteps: 20,
        modes: ['natural', 'efficient'],
        temperature: 0.6,
        topP: 0.95,
        maxTokens: 32_768,
      },
      checkpoints: { everySteps: 60 },
    });
    expect(settings.objective).not.toHaveProperty('kl');
    expect(settings.tiers.map(({ budget, rollouts }) => [budget, rollouts])).toEqual([
      [512, 4],
      [1024, 4],
      [2048, 4],
      [2560, 4],
    ]);
    expect(settings.tiers.every(({ cap }) => cap === 4096)).toBe(true);
    expect(settings.evaluation?.efficientPrefill).toBe('I will answer the question with minimal tokens');
    const { prefillInLength, prefillInLoss } = settings.response;
    const released = name.endsWith('released');
    expect([prefillInLength, prefillInLoss, settings.objective.dualClip !== undefined]).toEqual(
      Array(3).fill(released),
    );
    expect(settings.tiers[0]?.prefill).toBe(
      `I will answer the question ${released ? 'with' : 'within'} {budget} tokens`,
    );
    expect([settings.reward.name, settings.advantage.name]).toEqual(
      Array(2).fill(released ? 'hbpo-released' : 'hbpo'),
    );
    expect(JSON.stringify(settings.reward.expression)).toContain(JSON.stringify(1 / 4096));
  });

  test('compiles for four GPUs', async () => {
    const out = join(cwd, name);
    const flags = ['--gpus-per-node', '4', '--out', out, ...brought];
    const { code, stderr } = await allot(['compile', pipeline(name), ...flags], { cwd });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const config = parse(await readFile(join(out, 'config.yaml'), 'utf8')) as unknown;
    expect(config).toMatchObject({
      data: { train_batch_size: 64 },
      actor_rollout_ref: {
        actor: {
          clip_ratio_low: 0.2,
          clip_ratio_high: 0.28,
          loss_agg_mode: 'token-mean',
          entropy_coeff: 0,
          use_kl_loss: false,
          ppo_mini_batch_size: 16,
          optim: { lr: 1e-6, lr_scheduler_type: 'constant', weight_decay: 0.01, clip_grad: 1 },
        },
        rollout: { n: 16, temperature: 1, top_p: 1, val_kwargs: { n: 1, temperature: 0.6, top_p: 0.95 } },
      },
      algorithm: { use_kl_in_reward: false, rollout_correction: { bypass_mode: false } },
      trainer: { total_training_steps: 629, test_freq: 20, save_freq: 60, nnodes: 1, n_gpus_per_node: 4 },
    });
    const experiment = JSON.parse(await readFile(join(out, 'allot_bundle/experiment.json'), 'utf8')) as {
      readonly tiers: readonly { readonly budget: number }[];
      readonly l_max: number;
    };
    expect(experiment.tiers.map(({ budget }) => budget)).toEqual([512, 1024, 2048, 2560]);
    expect(experiment.l_max).toBe(4096);
    expect(existsSync(join(out, 'launch.sh'))).toBe(true);
  });
});

test('the plan stands beside what the paper reports', async () => {
  const flags = ['--gpus-per-node', '4', ...brought];
  const { stdout } = await allot(['plan', pipeline('hbpo-1.5b'), ...flags], { cwd });
  for (const row of [
    /steps +629 +629/,
    /GPUs +4 \(1 x 4\) +4/,
    /prompts a step +64 +64/,
    /trajectories a step +1,024: 16 rollouts a prompt +1,024/,
    /optimizer steps +2,516 +2,516/,
    /most response tokens +4,096 +4,096/,
  ])
    expect(stdout).toMatch(row);
});
