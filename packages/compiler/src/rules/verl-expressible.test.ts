// Everything that verl has no place for is refused by name, and what it does in another way is told.
import { templates } from '@allot/templates';
import { expect, test } from 'vitest';
import { completeDefinition } from '../testing/base-definitions.js';
import { planText } from '../testing/check-text.js';
import { fakeHost } from '../testing/fake-host.js';

const found = async (settings: string): Promise<readonly string[]> => {
  const { diagnostics } = await planText(completeDefinition(`engine: { name: verl }\n${settings}\n`), {
    files: { 'judge.mjs': 'export default () => true;\n' },
    host: fakeHost({ templates }),
  });
  return diagnostics
    .filter(({ code }) => code.startsWith('verl/'))
    .map(({ code, path }) => `${code.slice('verl/'.length)} ${path}`);
};

test.each([
  'policy: { model: allot:tiny-base, lora: { rank: 513, alpha: 1 } } -> policy.lora.rank',
  'environment: { kind: shaky-scratchpad, slipRate: 0.1 } -> environment',
  'credit: [{ tokens: thinking, multiply: 0.5 }] -> credit',
  'cut: { to: "48" } -> cut',
  'guards: [{ kind: spending, hours: 2 }] -> guards',
  'gates: [{ name: review, after: 10 }] -> gates',
  'pilot: { problems: 8 } -> pilot',
  'state: { seen: { per: problem, initial: 0, update: min, observe: tokens } } -> state.seen',
  'reward: { template: hapo } -> reward',
  'tiers: [{ budget: 18, rollouts: 4, thinkingCap: 9 }] -> tiers[0].thinkingCap',
  'grading: { kind: module, module: judge.mjs } -> grading.kind',
  'objective: { klCov: {} } -> objective.klCov',
  'objective: { kl: { coefficient: 0.1, in: reward } } -> objective.kl.in',
  'objective: { maskTruncated: true } -> objective.maskTruncated',
  'objective: { ratioLevel: sequence, dualClip: 3 } -> objective.dualClip',
  'objective: { groups: { drop: [equal-rewards] } } -> objective.groups',
  'objective: { groups: { drop: [all-wrong], refill: { mostRounds: 2 } } } -> objective.groups.drop',
  'optimizer: { schedule: { kind: linear } } -> optimizer.schedule.kind',
  'optimizer: { schedule: { kind: cosine, decayFrom: 0.5 } } -> optimizer.schedule.decayFrom',
])('%s', async (row) => {
  const [settings = '', path] = row.split(' -> ');
  expect(await found(settings)).toContain(`not-expressible ${path}`);
});

test.each([
  'optimizer: { schedule: { kind: constant, warmupSteps: 10 } } -> optimizer.schedule.warmupSteps',
  'training: { promptsPerMinibatch: 2 } -> training.promptsPerMinibatch',
  'objective: { groups: { drop: [equal-rewards], refill: { mostRounds: 2 } } } -> objective.groups.refill.mostRounds',
  'evaluation: { problemsWhileTraining: 8 } -> evaluation.problemsWhileTraining',
])('%s', async (row) => {
  const [settings = '', path] = row.split(' -> ');
  expect(await found(settings)).toEqual([`differs ${path}`]);
});

test('a definition that verl can express has no diagnostic of it', async () => {
  expect(await found('policy: { model: allot:tiny-base, lora: { rank: 512, alpha: 1 } }')).toEqual([]);
  expect(
    await found('objective: { maskTruncated: true, aggregation: token-mean, kl: { coefficient: 0.1 } }'),
  ).toEqual([]);
});

test('what differs has a remedy that says what becomes of it', async () => {
  const text = completeDefinition('engine: { name: verl }\ntraining: { promptsPerMinibatch: 2 }\n');
  const { diagnostics } = await planText(text, { host: fakeHost({ templates }) });
  expect(diagnostics.find(({ code }) => code === 'verl/differs')?.help).toMatch(
    /With `promptsPerMinibatch: 4` a step is one minibatch, and this difference is gone\.$/,
  );
});
