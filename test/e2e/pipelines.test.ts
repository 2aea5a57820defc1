// The pipelines people run: each compiles, and what they must share they share.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { allot, removeFolder, root, temporaryFolder } from './command.js';

interface Settings {
  readonly environment: unknown;
  readonly response: unknown;
  readonly evaluation: unknown;
  readonly policy: { readonly config: Readonly<Record<string, unknown>> };
  readonly demonstrations?: { readonly budgets: readonly number[] };
  readonly tiers?: readonly { readonly budget: number; readonly rollouts: number }[];
}

interface PlanDocument {
  readonly key: string;
  readonly settings: Settings;
}

const names = [
  'quickstart.ts',
  'quickstart.yaml',
  'tiny-base.ts',
  'single-budget.ts',
  'classic.ts',
  'cosine.ts',
  'elastic.yaml',
  'adaptthink.yaml',
  'collapse.ts',
  'piloted.yaml',
];
const plans = new Map<string, PlanDocument>();
const planOf = (name: string): PlanDocument => plans.get(name) as PlanDocument;

beforeAll(async () => {
  for (const name of names) {
    const ended = await allot(['plan', join('pipelines', name), '--json', '--no-types'], { cwd: root });
    if (ended.code !== 0) throw new Error(`${name}: ${ended.stderr}`);
    plans.set(name, JSON.parse(ended.stdout) as PlanDocument);
  }
});

test('the quickstart in YAML is the quickstart', () => {
  expect(planOf('quickstart.yaml').key).toBe(planOf('quickstart.ts').key);
});

test('every other pipeline is another experiment', () => {
  expect(new Set(names.map((name) => planOf(name).key)).size).toBe(names.length - 1);
});

test('the quickstart starts where the base policy left off: same task, same budgets, same evaluation', () => {
  const base = planOf('tiny-base.ts').settings;
  const quickstart = planOf('quickstart.ts').settings;
  expect(quickstart.environment).toEqual(base.environment);
  expect(quickstart.response).toEqual(base.response);
  expect(quickstart.tiers?.map(({ budget }) => budget)).toEqual(base.demonstrations?.budgets);
  for (const size of ['hidden_size', 'num_hidden_layers', 'vocab_size', 'max_position_embeddings'])
    expect(quickstart.policy.config[size]).toBe(base.policy.config[size]);
});

test('a single budget is the mean of the four, with as many rollouts', () => {
  const four = planOf('quickstart.ts').settings.tiers ?? [];
  const [single, ...others] = planOf('single-budget.ts').settings.tiers ?? [];
  expect(others).toEqual([]);
  expect(single?.budget).toBe(four.reduce((sum, { budget }) => sum + budget, 0) / four.length);
  expect(single?.rollouts).toBe(four.reduce((sum, { rollouts }) => sum + rollouts, 0));
});

test('two tiers of one budget are two tiers: named, sampled and reported apart', async () => {
  const cwd = await temporaryFolder();
  const small = ['training.promptsPerStep=4', 'training.promptsPerMinibatch=4', 'datasets.test.problems=64'];
  const flags = ['--steps', '2', '--quiet', ...small.flatMap((text) => ['--set', text])];
  const run = join(cwd, 'run');
  const ended = await allot(['run', join(root, 'pipelines/adaptthink.yaml'), '--run-dir', run, ...flags], {
    cwd,
  });
  expect([ended.code, ended.stderr]).toEqual([0, expect.not.stringContaining('error')]);
  const events = (await readFile(join(run, 'events.jsonl'), 'utf8')).trimEnd().split('\n').map(parseEvent);
  const tiers = events
    .filter(({ type }) => type === 'step-completed')
    .map(({ metrics }) => metrics?.tiers ?? []);
  expect(tiers).toHaveLength(2);
  for (const [answers, thinks] of tiers) {
    expect([answers?.name, thinks?.name, answers?.budget, thinks?.budget]).toEqual([
      'answers',
      'thinks',
      96,
      96,
    ]);
    expect(answers?.meanTokens).toBeLessThan(thinks?.meanTokens ?? 0);
  }
  expect(await readFile(join(run, 'report.html'), 'utf8')).toContain('tokens, answers');
  await removeFolder(cwd);
});

interface StepEvent {
  readonly type: string;
  readonly metrics?: {
    readonly tiers: readonly {
      readonly name?: string;
      readonly budget: number;
      readonly meanTokens: number;
    }[];
  };
}

const parseEvent = (line: string): StepEvent => JSON.parse(line) as StepEvent;
