import { expect, it } from 'vitest';
import { synthesizeRun } from '../../test-support/synthetic-run.js';
import { conditionsOfIdentity, conditionsOfPlan } from './evaluation-conditions.js';

const identity = {
  format: 1,
  engine: 'onnx',
  prompt: { text: null, response: { maxTokens: 96 }, budgetPrefill: '[{budget}]', efficientPrefill: '[min]' },
  environment: null,
  grading: { kind: 'exact' },
  sampling: { seed: 1, samplesPerProblem: 1, temperature: 1, topP: 1, maxTokens: 96 },
};

it('neither the engine nor the seed is a condition', () => {
  const torch = { ...identity, engine: 'torch', sampling: { ...identity.sampling, seed: 2 } };
  expect(conditionsOfIdentity(torch, 'natural')).toEqual(conditionsOfIdentity(identity, 'natural'));
  const cold = { ...identity, sampling: { ...identity.sampling, temperature: 0 } };
  expect(conditionsOfIdentity(cold, 'natural')).not.toEqual(conditionsOfIdentity(identity, 'natural'));
});

it('a prefill counts in the mode that uses it, and no more', () => {
  const other = { ...identity, prompt: { ...identity.prompt, budgetPrefill: '{budget}:' } };
  expect(conditionsOfIdentity(other, 'natural')).toEqual(conditionsOfIdentity(identity, 'natural'));
  expect(conditionsOfIdentity(other, 'budget=24')).not.toEqual(conditionsOfIdentity(identity, 'budget=24'));
});

it('a run has the conditions of a saved evaluation with its settings', () => {
  const { plan } = synthesizeRun({ steps: 2 });
  const { evaluation, response, environment, grading, seed } = plan.settings;
  if (evaluation === undefined) throw new Error('the fixture has an evaluation');
  const { efficientPrefill, samplesPerProblem, temperature, topP, maxTokens } = evaluation;
  const saved = {
    prompt: { text: null, response, budgetPrefill: '', efficientPrefill },
    environment: environment ?? null,
    grading: grading ?? { kind: 'exact' },
    sampling: { seed: seed + 1, samplesPerProblem, temperature, topP, maxTokens },
  };
  for (const mode of ['natural', 'efficient'])
    expect(conditionsOfPlan(plan, evaluation, mode)).toEqual(conditionsOfIdentity(saved, mode));
});
