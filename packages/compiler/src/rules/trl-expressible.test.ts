// Everything that TRL has no place for is refused by name, and what it does in another way is told.
import { templates } from '@allot/templates';
import { expect, test } from 'vitest';
import { completeDefinition } from '../testing/base-definitions.js';
import { planText } from '../testing/check-text.js';
import { fakeHost } from '../testing/fake-host.js';

const found = async (settings: string): Promise<readonly string[]> => {
  const { diagnostics } = await planText(completeDefinition(`engine: { name: trl }\n${settings}\n`), {
    files: { 'judge.mjs': 'export default () => true;\n' },
    host: fakeHost({ templates }),
  });
  return diagnostics
    .filter(({ code }) => code.startsWith('trl/'))
    .map(({ code, path }) => `${code.slice('trl/'.length)} ${path}`);
};

test.each([
  'environment: { kind: shaky-scratchpad, slipRate: 0.1 } -> environment',
  'credit: [{ tokens: thinking, multiply: 0.5 }] -> credit',
  'cut: { to: "48" } -> cut',
  'state: { seen: { per: problem, initial: 0, update: min, observe: tokens } } -> state.seen',
  'reward: { template: hapo } -> reward',
  'tiers: [{ budget: 18, rollouts: 4, thinkingCap: 9 }] -> tiers[0].thinkingCap',
  'grading: { kind: module, module: judge.mjs } -> grading.kind',
  'objective: { kind: cispo } -> objective.kind',
  'objective: { dualClip: 1.1 } -> objective.dualClip',
  'objective: { entropyBonus: 0.01 } -> objective.entropyBonus',
  'objective: { klCov: {} } -> objective.klCov',
  'objective: { kl: { coefficient: 0.1, in: reward } } -> objective.kl.in',
  'objective: { kl: { coefficient: 0.1, estimator: k2 } } -> objective.kl.estimator',
  'objective: { groups: { drop: [equal-rewards] } } -> objective.groups',
  'objective: { maskTruncated: true } -> objective.maskTruncated',
])('%s', async (row) => {
  const [settings = '', path] = row.split(' -> ');
  expect(await found(settings)).toContain(`not-expressible ${path}`);
});

test.each([
  'training: { promptsPerMinibatch: 2 } -> training.promptsPerMinibatch',
  'evaluation: { problemsWhileTraining: 8 } -> evaluation.problemsWhileTraining',
])('%s', async (row) => {
  const [settings = '', path] = row.split(' -> ');
  expect(await found(settings)).toEqual([`differs ${path}`]);
});

test('a definition that TRL can express has no diagnostic of it', async () => {
  const objective =
    '{ maskTruncated: true, aggregation: token-mean, dualClip: 3, ratioLevel: sequence, kl: { coefficient: 0.1 } }';
  const optimizer = '{ schedule: { kind: cosine, warmupSteps: 4, decayFrom: 0.5, floor: 0.1 } }';
  expect(await found(`objective: ${objective}\noptimizer: ${optimizer}`)).toEqual([]);
});

test('what differs has a remedy that says what becomes of it', async () => {
  const text = completeDefinition('engine: { name: trl }\ntraining: { promptsPerMinibatch: 2 }\n');
  const { diagnostics } = await planText(text, { host: fakeHost({ templates }) });
  expect(diagnostics.find(({ code }) => code === 'trl/differs')?.help).toMatch(
    /With `promptsPerMinibatch: 4` a step is one minibatch, and this difference is gone\.$/,
  );
});
