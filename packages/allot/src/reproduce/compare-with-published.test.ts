import type { Plan } from '@allot/spec';
import { presets } from '@allot/templates';
import { expect, test } from 'vitest';
import { datasetKnownAs, isBenchmark } from './benchmark-names.js';
import { verdictOf } from './compare-with-published.js';
import { differencesFromPreset, samplingDifferences } from './differences-from-preset.js';
import { originOf } from './preset-settings.js';
import { tokensSaved } from './tokens-saved.js';

const planWith = (settings: object): Plan => ({ settings }) as Plan;

test('what was measured is higher or lower than what was published, or its interval has it', () => {
  const measured = { value: 50, interval: [45, 55] } as const;
  const published = [44.9, 45, 50, 55, 55.1];
  expect(published.map((value) => verdictOf(measured, value))).toEqual([
    'higher',
    'agrees',
    'agrees',
    'agrees',
    'lower',
  ]);
});

test.each([
  ['MATH500', 'math-500', true],
  ['MATH500', 'math', false],
  ['MATH', 'math', true],
  ['AIME25', 'aime-2025.jsonl', true],
  ['AIME25', 'aime2024', false],
  ['AIME24', 'AIME_24.parquet', true],
  ['AMC', 'amc', true],
  ['average', 'average', false],
])('%s is an evaluation on %s: %s', (benchmark, dataset, is) => {
  expect(isBenchmark(benchmark, dataset)).toBe(is);
});

test('a dataset of a run is known by what it names, with its year', () => {
  const plan = planWith({
    datasets: {
      test: { kind: 'named', name: 'math-500' },
      year: { kind: 'named', name: 'aime', years: [2024, 2024] },
      years: { kind: 'named', name: 'aime', years: [2020, 2024] },
      mine: { kind: 'jsonl', path: 'mine.jsonl' },
    },
  });
  expect(['test', 'year', 'years', 'mine'].map((name) => datasetKnownAs(plan, name))).toEqual([
    'math-500',
    'aime2024',
    'aime',
    'mine',
  ]);
});

test('a run differs from its preset by the settings that are others, and by no more', () => {
  const { reward: _reward, advantage: _advantage, ...settings } = presets.hbpo.definition;
  const resolved = {
    reward: { name: 'hbpo', parameters: { beta: 4, alpha: 1 / 4096 } },
    advantage: { name: 'hbpo' },
  };
  expect(differencesFromPreset(presets.hbpo, planWith({ ...settings, ...resolved }))).toEqual([]);
  const { checkpoints: _, ...without } = settings;
  const changed = {
    ...without,
    ...resolved,
    steps: 10,
    engine: { name: 'onnx' },
    reward: { name: 'classic', parameters: {} },
  };
  expect(differencesFromPreset(presets.hbpo, planWith(changed))).toEqual([
    { path: 'steps', preset: 629, run: 10 },
    { path: 'reward.template', preset: 'hbpo', run: 'classic' },
    { path: 'reward.parameters.beta', preset: 4 },
    { path: 'reward.parameters.alpha', preset: 1 / 4096 },
    { path: 'checkpoints.everySteps', preset: 60 },
  ]);
});

test('an evaluation that was sampled otherwise says how', () => {
  const sampling = { samplesPerProblem: '4', temperature: '0.6', topP: '1', maxTokens: '32768' };
  const conditions = { sampling, prompt: {}, environment: {}, grading: {} };
  const place = 'evaluations/a';
  expect(samplingDifferences(presets.hbpo, { conditions, place })).toEqual([
    { path: 'evaluation.samplesPerProblem', preset: 1, run: 4, place },
    { path: 'evaluation.topP', preset: 0.95, run: 1, place },
  ]);
});

test('a setting has the origin of the nearest value around it', () => {
  const paper = { source: 'paper', where: 'here' } as const;
  const code = { source: 'code', where: 'there' } as const;
  const origins = { tiers: paper, 'tiers[1].budget': code };
  expect(originOf('tiers[0].budget', origins)).toBe(paper);
  expect(originOf('tiers[1].budget', origins)).toBe(code);
  expect(() => originOf('steps', origins)).toThrow('the setting steps has no origin');
});

test('tokens saved are of the average, else of all benchmarks that have a base', () => {
  expect(tokensSaved(presets.hbpo)).toBeCloseTo(1 - 3120 / 7921);
  expect(tokensSaved(presets.hbpoCosineReward)).toBeCloseTo(
    1 - (195 + 478 + 1271 + 2657) / (1684 + 2938 + 5330 + 9023),
  );
  expect(tokensSaved(presets.dapo)).toBeUndefined();
});
