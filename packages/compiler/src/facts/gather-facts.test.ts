// What the host finds wrong is tied to the place where the definition names the thing.
import type { CompilerHost, Diagnostic } from '@allot/spec';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { baseReinforcement, overlay } from '../testing/base-definitions.js';
import { planText } from '../testing/check-text.js';
import { fakeHost, fakeTokenizer } from '../testing/fake-host.js';

const problem: Diagnostic = { code: 'elsewhere/broken', severity: 'error', message: 'It is broken' };

const diagnose = async (host: Partial<CompilerHost>, settings: object = {}) => {
  const text = stringify(overlay(baseReinforcement, settings as Readonly<Record<string, unknown>>));
  const { diagnostics } = await planText(text, { host: fakeHost(host), files: { 'rows.jsonl': '{}\n' } });
  return {
    diagnostics,
    line: (words: string) => text.split('\n').findIndex((row) => row.includes(words)) + 1,
  };
};

test('a problem without a place is shown where the model is named', async () => {
  const { diagnostics, line } = await diagnose({ inspectModel: async () => [undefined, [problem]] });
  expect(diagnostics).toMatchObject([{ ...problem, path: 'policy.model', span: { line: line('model:') } }]);
});

test('a problem in a dataset keeps its place there, and names the definition beside it', async () => {
  const span = { file: '/data/rows.jsonl', line: 3, column: 1, endLine: 3, endColumn: 2 };
  const { diagnostics, line } = await diagnose(
    {
      inspectDataset: async (definition) =>
        definition.kind === 'jsonl' ? [undefined, [{ ...problem, span }]] : [{ rows: 100 }, []],
    },
    { datasets: { train: { kind: 'jsonl', path: 'rows.jsonl' } } },
  );
  expect(diagnostics).toMatchObject([
    {
      span,
      path: 'datasets.train.path',
      related: [{ span: { line: line('path:') }, message: 'named here' }],
    },
  ]);
});

test('datasets are looked at with the tokenizer of the policy', async () => {
  const asked: unknown[] = [];
  await diagnose({
    inspectDataset: async (_, __, tokenizer) => {
      asked.push(tokenizer);
      return [{ rows: 100 }, []];
    },
  });
  expect(asked).toEqual([fakeTokenizer, fakeTokenizer]);
});

test('a malformed tokenizer of a new policy is shown where the tokenizer is named', async () => {
  const architecture = {
    hiddenSize: 16,
    intermediateSize: 24,
    layers: 1,
    heads: 2,
    keyValueHeads: 1,
    maxPositions: 128,
  };
  const { diagnostics } = await diagnose(
    { inspectTokenizer: async () => [undefined, [problem]] },
    { policy: { architecture, tokenizer: 'allot:arithmetic' } },
  );
  expect(diagnostics).toMatchObject([{ code: problem.code, path: 'policy.tokenizer' }]);
});

test('one broken thing does not hide what is wrong elsewhere', async () => {
  const { diagnostics } = await diagnose(
    { inspectModel: async () => [undefined, [problem]] },
    { training: { rolloutsPerPrompt: 5 } },
  );
  expect(diagnostics.map(({ code }) => code).sort()).toEqual([
    problem.code,
    'training/rollouts-not-divisible',
  ]);
});

test('the network is asked for a dataset when nothing else is wrong', async () => {
  const asked: string[] = [];
  const host: Partial<CompilerHost> = {
    asksNetwork: ({ kind }) => kind === 'named',
    locateDataset: async ({ kind }) => {
      if (kind === 'named') asked.push(kind);
      return kind === 'named' ? [undefined, [problem]] : [[], []];
    },
  };
  const datasets = { train: { kind: 'named', name: 'gsm8k' } };
  const wrong = await diagnose(host, { datasets, response: { maxTokens: 30 } });
  expect(wrong.diagnostics.map(({ code }) => code)).not.toContain(problem.code);
  expect(wrong.diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
  expect(asked).toEqual([]);
  const right = await diagnose(host, { datasets });
  expect(right.diagnostics).toMatchObject([{ ...problem, path: 'datasets.train' }]);
  expect(asked).toEqual(['named']);
});
