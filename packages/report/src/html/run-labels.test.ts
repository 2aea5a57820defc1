import { expect, test } from 'vitest';
import { synthesizeRun } from '../../test-support/synthetic-run.js';
import { summarizeRun } from '../summary/summarize-run.js';
import { runLabels } from './run-labels.js';

const one = summarizeRun(synthesizeRun({ name: 'hbpo', seed: 1, steps: 1, problems: 0 }));
const other = { ...one, seed: 2 };

test('runs are told apart by seed, by engine, or by number', () => {
  expect(runLabels([one, other], undefined)).toEqual(['hbpo, seed 1', 'hbpo, seed 2']);
  expect(runLabels([one, { ...one, engine: 'torch' }], undefined)).toEqual([
    'hbpo, seed 1, onnx',
    'hbpo, seed 1, torch',
  ]);
  expect(runLabels([one, one], { refusals: [] })).toEqual(['hbpo, seed 1 (1)', 'hbpo, seed 1 (2)']);
});

test('runs that are compared are called as in the comparison', () => {
  const policies = ['onnx-1', 'torch-1'].map((name) => ({ name, places: [] }));
  const document = {
    format: 1,
    verdicts: [],
    policies,
    differences: [],
    notes: [],
    results: [],
    tests: 0,
  } as const;
  expect(runLabels([one, one], { document, refusals: [] })).toEqual(['onnx-1', 'torch-1']);
});
