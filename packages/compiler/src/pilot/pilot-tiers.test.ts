// Tiers that come from the pilot: stand-ins before it, its budgets after it, and what the pilot depends on.
import type { CompilerHost, Pilot } from '@allot/spec';
import { expect, test } from 'vitest';
import { printPlan } from '../plan/print-plan.js';
import { completeDefinition } from '../testing/base-definitions.js';
import { codesOf, planText } from '../testing/check-text.js';
import { allotEntry } from '../testing/entry-path.js';
import { fakeHost } from '../testing/fake-host.js';

const tiers = 'tiers: { fromPilot: 2, rolloutsPerTier: 2, prefill: "[{budget}]" }\n';
const definition = completeDefinition(`pilot: { problems: 8 }\n${tiers}`);

const pilotWith = (lengths: Pilot['lengths']): Pilot => ({
  format: 1,
  key: 'k',
  dataset: 'train',
  mode: 'natural',
  problems: 8,
  rollouts: 8,
  solveRate: 0.5,
  meanTokens: 30,
  truncatedShare: 0,
  difficulty: [],
  lengths,
});

const measured = pilotWith([
  { tokens: 10, right: 2, wrong: 0 },
  { tokens: 30, right: 2, wrong: 9 },
]);

/** A host whose pilot has been run, and the keys that it was asked for. */
function hostWith(pilot: Pilot | null): { readonly host: CompilerHost; readonly keys: readonly string[] } {
  const keys: string[] = [];
  return {
    keys,
    host: fakeHost({
      findPilot: (_folder, key) => {
        keys.push(key);
        return Promise.resolve([pilot, []]);
      },
    }),
  };
}

test('before the pilot, stand-ins are in the plan, which says so', async () => {
  const { plan, diagnostics } = await planText(definition, hostWith(null));
  expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['tiers/await-pilot', 'info']]);
  expect(plan?.pilot?.awaited).toBe(true);
  const printed = plan ? printPlan(plan) : '';
  expect(printed).toContain('from nothing yet: it stands in for a budget that comes from the pilot');
  expect(printed).toContain('pilot.json, pilot.parquet');
});

test('stand-ins that cannot be made, without a length of responses, spoil no rule', async () => {
  const misspelt = definition.replace(/^response:/m, 'responze:');
  expect(misspelt).not.toBe(definition);
  const { diagnostics } = await planText(misspelt, hostWith(null));
  expect(diagnostics.map(({ code }) => code)).toEqual(['schema/missing-key', 'schema/unknown-key']);
});

test('after it, its budgets are, with where they come from', async () => {
  const { plan, diagnostics } = await planText(definition, hostWith(measured));
  expect(diagnostics).toEqual([]);
  expect(plan?.pilot?.awaited).toBe(false);
  const settings = plan?.settings as { readonly tiers: readonly object[] };
  expect(settings.tiers).toEqual([
    { budget: 10, rollouts: 2, prefill: '[{budget}]', cap: 64 },
    { budget: 30, rollouts: 2, prefill: '[{budget}]', cap: 64 },
  ]);
  expect(plan?.origins['tiers[0].budget']).toEqual({
    from: 'derived',
    rule: 'the pilot: quantiles of the lengths of 4 right responses, their mean held',
  });
  expect(plan?.origins['tiers[0].rollouts']).toMatchObject({ from: 'definition' });
});

test('the same definition in TypeScript is the same plan', async () => {
  const source = `
    import { adamw, advantages, arithmetic, definePipeline, rewards, tiers } from 'allot';
    export default definePipeline({
      name: 'base',
      steps: 100,
      policy: { model: 'allot:tiny-base' },
      datasets: { train: arithmetic({ split: 'train' }), test: arithmetic({ split: 'test' }) },
      response: { maxTokens: 64 },
      pilot: { problems: 8 },
      tiers: tiers.fromPilot({ count: 2, rolloutsPerTier: 2, prefill: '[{budget}]' }),
      reward: rewards.hbpo(),
      advantage: advantages.hbpo(),
      optimizer: adamw({ learningRate: 3e-4 }),
      training: { dataset: 'train', promptsPerStep: 4, rolloutsPerPrompt: 4 },
      evaluation: { dataset: 'test', modes: ['natural'] },
    });
  `;
  const written = await planText(source, {
    ...hostWith(measured),
    name: 'definition.ts',
    types: false,
    allotEntry,
  });
  const { plan } = await planText(definition, hostWith(measured));
  expect(codesOf(written)).toEqual([]);
  expect(written.plan?.key).toBe(plan?.key);
});

test('the pilot depends on what it asks and how, and not on tiers, reward or steps', async () => {
  const keyOf = async (text: string): Promise<string | undefined> =>
    (await planText(completeDefinition(text), hostWith(null))).plan?.pilot?.key;
  const key = await keyOf('pilot: { problems: 8 }\n');
  for (const same of [
    tiers,
    'steps: 50\n',
    'reward: { template: classic }\n',
    'optimizer: { learningRate: 1.0e-3 }\n',
  ])
    expect(await keyOf(`pilot: { problems: 8 }\n${same}`)).toBe(key);
  for (const other of [
    'pilot: { problems: 9 }\n',
    'pilot: { problems: 8 }\nseed: 2\n',
    'pilot: { problems: 8, mode: efficient }\n',
    'pilot: { problems: 8 }\nresponse: { maxTokens: 60 }\n',
    'pilot: { problems: 8 }\ntraining: { temperature: 0.7 }\n',
  ])
    expect(await keyOf(other)).not.toBe(key);
  expect(await keyOf('steps: 50\n')).toBeUndefined();
});
