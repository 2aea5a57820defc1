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
const names = ['hbpo', 'hbpo-deepscaler', 'hbpo-released'];

/** The settings of HBPO's runs, row by row: arXiv 2507.15844, and the script of ZJU-REAL/HBPO at 5c8991d. */
const published: readonly (readonly [what: string, path: string, value: unknown])[] = [
  ['data', 'datasets.train.name', 'deepscaler'],
  ['context during training, response tokens', 'response.maxTokens', 4096],
  ['prompt tokens, at most', 'datasets.train.filter.maxPromptTokens', 1024],
  ['rollouts per query', 'training.rolloutsPerPrompt', 16],
  ['steps', 'steps', 629],
  ['queries a step', 'training.promptsPerStep', 64],
  ['queries a mini-batch', 'training.promptsPerMinibatch', 16],
  ['optimizer', 'optimizer.kind', 'adamw'],
  ['learning rate', 'optimizer.learningRate', 1e-6],
  ['constant', 'optimizer.schedule.kind', 'constant'],
  ['without warm-up', 'optimizer.schedule.warmupSteps', 0],
  ['objective', 'objective.kind', 'ppo-clip'],
  ['lower clip', 'objective.clipLow', 0.2],
  ['upper clip', 'objective.clipHigh', 0.28],
  ['loss', 'objective.aggregation', 'token-mean'],
  ['entropy', 'objective.entropyBonus', 0],
  ['checkpoint every', 'checkpoints.everySteps', 60],
  ['validation every', 'evaluation.everySteps', 20],
  ['sampling temperature', 'training.temperature', 1],
  ['evaluation temperature', 'evaluation.temperature', 0.6],
  ['evaluation top_p', 'evaluation.topP', 0.95],
  ['evaluation tokens', 'evaluation.maxTokens', 32_768],
  ['pass@1', 'evaluation.samplesPerProblem', 1],
  ['modes', 'evaluation.modes', ['natural', 'efficient']],
  ['efficiency mode', 'evaluation.efficientPrefill', 'I will answer the question with minimal tokens'],
];

const valueAt = (tree: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, step) => (value as Readonly<Record<string, unknown>> | undefined)?.[step], tree);

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
    const found = published.map(([what, path]) => [what, path, valueAt(settings, path)]);
    expect(found).toEqual(published);
    for (const absent of ['objective.kl', 'objective.klCov', 'objective.groups'])
      expect(valueAt(settings, absent)).toBeUndefined();
    expect(settings.tiers.map(({ budget, rollouts, cap }) => [budget, rollouts, cap])).toEqual([
      [512, 4, 4096],
      [1024, 4, 4096],
      [2048, 4, 4096],
      [2560, 4, 4096],
    ]);
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
    expect(settings.reward.parameters).toMatchObject({ beta: 4, alpha: 1 / 4096 });
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
  const { stdout } = await allot(['plan', pipeline('hbpo'), ...flags], { cwd });
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
