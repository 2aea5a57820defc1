import type { Plan } from '@allot/spec';
import { expect, test } from 'vitest';
import { printOpening } from './print-opening.js';

const common = {
  key: '0123456789abcdef',
  engine: { name: 'onnx', device: 'cpu', workers: 2 },
  cost: { rollouts: 38400, seconds: 185, memoryBytes: 2 ** 28, diskBytes: 3 * 2 ** 20 },
};
const settings = { name: 'quickstart', seed: 1, steps: 150, policy: { parameters: 152576 } };

test('reinforcement says prompts, rollouts, tiers and reward', () => {
  const plan = {
    ...common,
    settings: {
      ...settings,
      kind: 'reinforcement',
      training: { promptsPerStep: 16, rolloutsPerPrompt: 16 },
      tiers: [{ budget: 12 }, { budget: 24 }],
      response: { maxTokens: 96 },
      reward: { name: 'hbpo' },
      advantage: { name: 'grpo' },
    },
  } as unknown as Plan;
  expect(printOpening(plan, 'runs/quickstart-1')).toBe(
    [
      'quickstart (plan 0123456789ab, seed 1)',
      '  policy   152,576 parameters on onnx, cpu, 2 workers',
      '  steps    150 of 16 prompts x 16 rollouts',
      '  tiers    12, 24 tokens, at most 96',
      '  reward   hbpo, advantage grpo',
      '  cost     38,400 rollouts, about 3 min 05 s, 256.0 MiB memory, up to 3.0 MiB disk',
      '  folder   runs/quickstart-1',
    ].join('\n'),
  );
});

test('on a GPU no time is said that nobody knows', () => {
  const { seconds: _, ...cost } = common.cost;
  const plan = {
    ...common,
    cost,
    settings: { ...settings, kind: 'supervised', training: { sequencesPerStep: 256 } },
  } as unknown as Plan;
  expect(printOpening(plan, 'runs/base-1')).toContain('rollouts, 256.0 MiB memory, up to');
});

test('supervised training says its demonstrations', () => {
  const plan = {
    ...common,
    engine: { ...common.engine, workers: 1 },
    settings: { ...settings, kind: 'supervised', steps: 1700, training: { sequencesPerStep: 64 } },
  } as unknown as Plan;
  expect(printOpening(plan, 'r')).toContain('1 worker\n  steps    1,700 of 64 demonstrations\n');
});
