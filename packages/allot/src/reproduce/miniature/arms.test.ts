import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import quickstart from '../../../../../pipelines/quickstart.js';
import { arms } from './arms.js';
import { planArm } from './train-arm.js';

const folder = mkdtempSync(join(tmpdir(), 'allot-arms-'));
afterAll(() => rmSync(folder, { recursive: true }));

const budgetsOf = (name: string) => {
  const tiers = arms.find((arm) => arm.name === name)?.definition.tiers;
  return Array.isArray(tiers) ? tiers : [];
};

describe.each(arms)('$name', ({ name, definition }) => {
  test('is planned without a word against it, for every seed', async () => {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(definition));
    const [plan, diagnostics] = await planArm(file, 3);
    expect(diagnostics).toEqual([]);
    expect(plan?.settings.seed).toBe(3);
  });

  test('has what the protocol holds equal', () => {
    expect(definition).toMatchObject({
      steps: quickstart.steps,
      policy: quickstart.policy,
      environment: quickstart.environment,
      optimizer: quickstart.optimizer,
      training: quickstart.training,
    });
  });
});

test('the first is the quickstart, but for what it is evaluated on', () => {
  const { name: _, description: __, seed: ___, allow: ____, datasets, evaluation, ...settings } = quickstart;
  const [hbpo] = arms;
  expect(hbpo?.definition).toMatchObject({ ...settings, datasets: { train: datasets.train } });
  expect(evaluation?.difficulty).toEqual(hbpo?.definition.evaluation?.difficulty);
});

test.each(['hbpo', 'single-budget', 'two-budgets', 'six-budgets', 'eight-budgets'])(
  '%s has 16 rollouts of a mean budget of 36',
  (name) => {
    const tiers = budgetsOf(name);
    expect(tiers.reduce((sum, { rollouts }) => sum + rollouts, 0)).toBe(16);
    expect(tiers.reduce((sum, { budget, rollouts }) => sum + budget * rollouts, 0) / 16).toBe(36);
  },
);

test('names tell arms apart', () => {
  expect(new Set(arms.map(({ name }) => name)).size).toBe(arms.length);
  expect(new Set(arms.map(({ title }) => title)).size).toBe(arms.length);
});
