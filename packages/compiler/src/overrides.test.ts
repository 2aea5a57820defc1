// Settings of the command line: typed by the schema, shown as what they are when they are wrong.
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parseOverride } from './overrides.js';
import { baseReinforcement } from './testing/base-definitions.js';
import { codesOf, planText } from './testing/check-text.js';

const plan = (...assignments: string[]) =>
  planText(stringify(baseReinforcement), {
    overrides: assignments.map((assignment) => {
      const [override] = parseOverride(assignment);
      if (!override) throw new Error(`${assignment} is no override`);
      return override;
    }),
  });

test('values take the type that the schema asks for', async () => {
  const { plan: planned } = await plan(
    'optimizer.learningRate=1e-4',
    'tiers[1].budget=40',
    'response.prefillInLength=true',
    'datasets.test.operations=[1, 4]',
    'name=123',
    'reward.parameters.beta=2',
    'engine.device=webgpu',
  );
  expect(planned?.settings).toMatchObject({
    name: '123',
    optimizer: { learningRate: 1e-4 },
    tiers: [{ budget: 18 }, { budget: 40 }],
    response: { prefillInLength: true },
    datasets: { test: { operations: [1, 4] } },
    reward: { parameters: { beta: 2 } },
  });
  expect(planned?.engine.device).toBe('webgpu');
  expect(planned?.origins['tiers[1].budget']).toEqual({ from: 'flag', flag: '--set tiers[1].budget=40' });
  expect(planned?.origins['datasets.test.operations[1]']).toMatchObject({ from: 'flag' });
});

test('an override equals the same value in the definition', async () => {
  const [flagged, written] = await Promise.all([
    plan('steps=20'),
    planText(stringify({ ...baseReinforcement, steps: 20 })),
  ]);
  expect(flagged.plan?.key).toBe(written.plan?.key);
});

test('the engine is no part of the key', async () => {
  const several = plan('engine.name=torch', 'engine.processes=4');
  const plans = await Promise.all([plan('engine.workers=1'), plan('engine.device=cuda'), several]);
  expect(new Set(plans.map((one) => one.plan?.key)).size).toBe(1);
  expect(plans.map((one) => one.plan?.engine)).toMatchObject([
    { workers: 1 },
    { device: 'cuda' },
    { processes: 4, workers: 4 },
  ]);
  expect(plans[0]?.plan?.engine).not.toHaveProperty('processes');
});

test.each([
  ['steeps=10', 'override/unknown-path', 'Did you mean `steps`?'],
  ['tiers[7].budget=10', 'override/unknown-path', ''],
  ['frobnicate=10', 'override/unknown-path', 'At the top there are `kind`, `name`'],
  ['optimizer.learningrate=1', 'override/unknown-path', 'Did you mean `optimizer.learningRate`?'],
  ['steps=2k', 'schema/wrong-type', 'Write the number in full'],
  ['engine.device=gpu', 'schema/unknown-choice', 'Did you mean `cpu`?'],
  ['training.dataset=trian', 'dataset/unknown-name', 'Did you mean `train`?'],
])('%s is refused', async (assignment, code, help) => {
  const result = await plan(assignment);
  expect(codesOf(result)).toContain(code);
  const found = result.diagnostics.find((diagnostic) => diagnostic.code === code);
  expect(found?.span?.file).toBe('command line');
  expect(found?.help).toContain(help);
  expect(result.sources.get('command line')).toBe(`--set ${assignment}`);
  expect(result.plan).toBeUndefined();
});

test.each(['steps', '=3', ''])('%j is no assignment', (text) => {
  expect(parseOverride(text)[1]).toMatchObject([{ code: 'override/bad-flag' }]);
});

test('a setting that two flags set is refused', async () => {
  const result = await plan('seed=2', 'steps=5', 'seed=3');
  expect(codesOf(result)).toEqual(['override/twice']);
  expect(result.diagnostics[0]?.message).toContain('`--set seed=2` and `--set seed=3`');
  expect(result.plan).toBeUndefined();
});
