// Every rule's failing example gives its code, and the settings beside it do not.

import { type CompilerHost, shape, type Template } from '@allot/spec';
import { templates as published } from '@allot/templates';
import { describe, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { baseReinforcement, baseSupervised, completeDefinition } from '../testing/base-definitions.js';
import { codesOf, planText } from '../testing/check-text.js';
import { fakeConfig, fakeHost, fakeModelWith, fakeTokenizer } from '../testing/fake-host.js';
import { rules } from './index.js';

vi.mock('node:os', async (original) => ({
  ...(await original<typeof import('node:os')>()),
  availableParallelism: () => 2,
}));

const wordTokenizer = { ...fakeTokenizer, encode: (text: string) => Array.from(text).flatMap(() => [1, 2]) };

const { templates } = fakeHost();
const hbpoAdvantage = templates.advantages.get('hbpo') as Template;
const withBeta: Template = {
  ...hbpoAdvantage,
  parameters: {
    beta: { description: 'Scale', default: 4 },
    intra: { description: 'A switch', default: true },
  },
  build: ({ beta = 4, intra = true }) =>
    shape.subtract(shape.field('reward'), shape.parameter('beta', intra ? Number(beta) : 0)),
};
const betaHost = { templates: { ...templates, advantages: new Map([['hbpo', withBeta]]) } };

/** What an example needs of the world outside. */
const hosts: Readonly<Record<string, Partial<CompilerHost>>> = {
  'advantage/beta-differs': betaHost,
  'policy/vocabulary-too-large': {
    inspectModel: async () => [{ ...fakeModelWith(), config: { ...fakeConfig, vocab_size: 20 } }, []],
  },
  'environment/no-digits': { inspectTokenizer: async () => [wordTokenizer, []] },
  'dataset/overlap': {
    findOverlap: async () => ({
      exact: 1,
      normalised: 2,
      examples: [{ exact: true, trained: { id: 'a' }, evaluated: { id: 'b' } }],
    }),
  },
  'evaluation/no-difficulty': { inspectDataset: async () => [{ rows: 100, longestPromptTokens: 17 }, []] },
};

/** Examples of shapes are made of the templates that people use. */
const hostOf = (code: string): CompilerHost =>
  fakeHost(code.startsWith('shape/') ? { templates: published } : hosts[code]);
const acceptingHost = (code: string): CompilerHost =>
  fakeHost(code.startsWith('shape/') ? { templates: published } : {});

const files = {
  'model-with-a-small-vocabulary/': '',
  'model-with-word-tokens/': '',
  'train.jsonl': '',
  'shared-problems.jsonl': '',
  'rows-without-difficulty.jsonl': '',
};

const cases = rules.flatMap((rule) =>
  Object.entries(rule.catalog).map(([code, { example }]) => ({
    code,
    example: example.text,
    accepted: rule.accepts[code] as string,
  })),
);

describe('rules', () => {
  test('there are at least 25, each with codes of its own', () => {
    expect(rules.length).toBeGreaterThanOrEqual(25);
    expect(new Set(cases.map(({ code }) => code)).size).toBe(cases.length);
  });

  test.each([
    ['reinforcement', baseReinforcement],
    ['supervised', baseSupervised],
  ])('the %s definition that examples are laid over has no diagnostics', async (_, base) => {
    const result = await planText(stringify(base));
    expect(result.diagnostics).toEqual([]);
    expect(result.plan).toBeDefined();
  });

  test.each(cases)('$code', async ({ code, example, accepted }) => {
    const failing = await planText(completeDefinition(example), { host: hostOf(code), files });
    expect(codesOf(failing)).toContain(code);
    const found = failing.diagnostics.find((diagnostic) => diagnostic.code === code);
    expect(found?.span).toBeDefined();
    expect(`${found?.message} ${found?.help}`).not.toMatch(/undefined|NaN|\[object/);
    const passing = await planText(completeDefinition(accepted), { host: acceptingHost(code), files });
    expect(codesOf(passing)).not.toContain(code);
  });
});

test.each([
  ['reward: { template: hbpo, parameters: { beta: 8 } }\n', ['advantage/beta-differs']],
  ['advantage: { template: hbpo, parameters: { beta: 8 } }\n', ['advantage/beta-differs']],
  ['reward: { template: classic }\nadvantage: { template: hbpo, parameters: { beta: 8 } }\n', []],
  [
    'reward: { template: hbpo, parameters: { beta: 8 } }\nadvantage: { template: hbpo, parameters: { beta: 8 } }\n',
    [],
  ],
  [
    'reward: { template: hbpo, parameters: { beta: 8 } }\nadvantage: { template: hbpo, parameters: { intra: false } }\n',
    [],
  ],
])('beta is the same on both sides, where it counts: %j', async (settings, codes) => {
  const result = await planText(completeDefinition(settings), { host: fakeHost(betaHost) });
  expect(codesOf(result).filter((code) => code.startsWith('advantage/'))).toEqual(codes);
});
