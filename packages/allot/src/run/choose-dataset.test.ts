import { resolve } from 'node:path';
import type { Plan } from '@allot/spec';
import { expect, test } from 'vitest';
import { chooseDataset } from './choose-dataset.js';

const plan = (evaluation?: { dataset: string }): Plan =>
  ({ settings: { datasets: { train: {}, test: {} }, ...(evaluation && { evaluation }) } }) as unknown as Plan;

test('takes the dataset of the definition, a name, or a file', () => {
  expect(chooseDataset(plan({ dataset: 'test' }), undefined)).toEqual([{ dataset: 'test' }, []]);
  expect(chooseDataset(plan(), 'train')).toEqual([{ dataset: 'train' }, []]);
  expect(chooseDataset(plan(), 'mine.jsonl')).toEqual([{ datasetFile: resolve('mine.jsonl') }, []]);
});

test('a misspelt name gets the name that was meant', () => {
  const [chosen, diagnostics] = chooseDataset(plan(), 'tset');
  expect(chosen).toBeUndefined();
  expect(diagnostics).toMatchObject([{ code: 'eval/unknown-dataset' }]);
  expect(diagnostics[0]?.help).toContain('Did you mean test? Its datasets are train, test.');
});

test('without an evaluation in the definition the user is asked', () => {
  expect(chooseDataset(plan(), undefined)[1]).toMatchObject([{ code: 'eval/no-dataset' }]);
});
