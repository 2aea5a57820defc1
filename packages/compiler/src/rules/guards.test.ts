// Why a guard can never fire, and why a rollback changes nothing.
import { expect, test } from 'vitest';
import { completeDefinition } from '../testing/base-definitions.js';
import { planText } from '../testing/check-text.js';

const one =
  'tiers:\n  - { budget: 18, rollouts: 1, prefill: "[{budget}]" }\ntraining: { rolloutsPerPrompt: 1 }\n';
const back = (change: string): string => `{ kind: entropy-collapse, action: { rollback: { ${change} } } }`;

test.each([
  [
    'guards/never-fires',
    `${one}guards: [{ kind: exploration-collapse }]`,
    'a group of one response has no spread',
  ],
  ['guards/never-fires', `${one}guards: [{ kind: tier-starving }]`, 'there is one tier'],
  [
    'guards/never-fires',
    'guards: [{ kind: range, metric: referenceKl, atMost: 1 }]',
    'without `objective.kl`',
  ],
  ['guards/never-fires', 'guards: [{ kind: range, metric: kl }]', 'it states no end of the range'],
  ['guards/never-fires', 'guards: [{ kind: spending }]', 'it states no limit'],
  [
    'guards/never-fires',
    'guards: [{ kind: reward-hacking, mode: efficient }]',
    'no evaluation has the mode `efficient`',
  ],
  [
    'guards/never-fires',
    'guards: [{ kind: accuracy-floor, floor: 0.5, difficulty: hard }]',
    'no evaluation has the range `hard`',
  ],
  [
    'guards/never-fires',
    "response: { reasoningOpen: '', reasoningClose: '' }\nguards: [{ kind: answers-without-thinking }]",
    'nobody knows where thinking ends',
  ],
  ['guards/changes-nothing', `guards: [${back('entropyBonus: 2')}]`, '`objective.entropyBonus` is 0'],
  ['guards/changes-nothing', `guards: [${back('kl: 2')}]`, 'the objective has no `kl`'],
  [
    'guards/changes-nothing',
    `optimizer: { maxGradientNorm: 0 }\nguards: [${back('maxGradientNorm: 0.5')}]`,
    'clips nothing',
  ],
  ['guards/changes-nothing', `guards: [${back('learningRate: 1')}]`, 'a factor other than 1'],
  ['guards/changes-nothing', `guards: [${back('')}]`, 'a factor other than 1'],
])('%s: %s', async (code, settings, reason) => {
  const { diagnostics } = await planText(completeDefinition(`${settings}\n`));
  const found = diagnostics.filter((diagnostic) => diagnostic.code.startsWith('guards/'));
  expect(found.map((diagnostic) => diagnostic.code)).toEqual([code]);
  expect(found[0]?.message).toContain(reason);
});

test('all guards at once, as they are usually meant, have no diagnostic', async () => {
  const { plan, diagnostics } = await planText(
    completeDefinition(`
objective: { entropyBonus: 0.01, kl: { coefficient: 0.01 } }
evaluation: { everySteps: 10, difficulty: { hard: [6, 8] } }
guards:
  - { kind: exploration-collapse, action: { rollback: { learningRate: 0.5, entropyBonus: 2, kl: 2 } } }
  - { kind: entropy-collapse, action: stop }
  - { kind: tier-starving }
  - { kind: answers-without-thinking }
  - { kind: reward-hacking, action: { rollback: { maxGradientNorm: 0.5 }, most: 5 } }
  - { kind: accuracy-floor, floor: 0.5, difficulty: hard }
  - { kind: range, metric: referenceKl, atMost: 1 }
  - { kind: range, name: ratio, metric: clippedShare, atMost: 0.5, window: 5 }
  - { kind: spending, tokens: 1000000, hours: 2, gigabytes: 10 }
`),
  );
  expect(diagnostics.filter(({ code }) => code.startsWith('guards/'))).toEqual([]);
  const settings = plan?.settings as {
    readonly guards: readonly { readonly name: string; readonly action: unknown }[];
  };
  expect(settings.guards.map(({ name }) => name)).toContain('ratio');
  expect(settings.guards[0]?.action).toMatchObject({ most: 2 });
  expect(settings.guards.at(-1)?.action).toBe('stop');
});
