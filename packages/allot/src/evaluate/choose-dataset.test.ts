import { resolve } from 'node:path';
import type { Plan } from '@allot/spec';
import { expect, test } from 'vitest';
import { chooseDataset } from './choose-dataset.js';

const plan = (evaluation?: { dataset: string }): Plan =>
  ({ settings: { datasets: { train: {}, test: {} }, ...(evaluation && { evaluation }) } }) as unknown as Plan;

test('takes the dataset of the definition, a name, or a file', async () => {
  expect(await chooseDataset(plan({ dataset: 'test' }), undefined)).toEqual([{ dataset: 'test' }, []]);
  expect(await chooseDataset(plan(), 'train')).toEqual([{ dataset: 'train' }, []]);
  expect(await chooseDataset(plan(), 'mine.jsonl')).toEqual([
    { data: { definition: { kind: 'jsonl', path: resolve('mine.jsonl') }, files: [resolve('mine.jsonl')] } },
    [],
  ]);
});

test('a misspelt name gets the name that was meant', async () => {
  const [chosen, diagnostics] = await chooseDataset(plan(), 'tset');
  expect(chosen).toBeUndefined();
  expect(diagnostics).toMatchObject([{ code: 'eval/unknown-dataset' }]);
  expect(diagnostics[0]?.help).toContain('Did you mean test? Its datasets are train, test.');
});

test('without an evaluation in the definition the user is asked', async () => {
  expect((await chooseDataset(plan(), undefined))[1]).toMatchObject([{ code: 'eval/no-dataset' }]);
});

test('a name before a file is one that Allot knows, and not one of the run', async () => {
  const [chosen, diagnostics] = await chooseDataset(plan(), 'test=no-such.jsonl');
  expect(chosen).toBeUndefined();
  expect(diagnostics).toMatchObject([
    { code: 'data/unknown-name', message: 'Allot knows no dataset called "test".' },
  ]);
  expect(diagnostics[0]?.help).toContain('NAME in NAME=FILE is one of these');
});
