import { expect, test } from 'vitest';
import { synthesizeRun } from '../../test-support/synthetic-run.js';
import { settingDifferences } from './setting-differences.js';

const { plan } = synthesizeRun({ steps: 1, problems: 0 });

test('equal plans differ in nothing', () => {
  expect(settingDifferences([plan, plan, plan])).toEqual([]);
});

test('an engine, a value and a setting that one lacks', () => {
  const other = {
    ...plan,
    engine: { name: 'torch', device: 'cpu', workers: 1, python: '/home/me/bin/python' },
    settings: { ...plan.settings, seed: 9, description: 'another' },
  } as const;
  expect(settingDifferences([plan, other])).toEqual([
    { path: 'engine.name', values: ['onnx', 'torch'] },
    { path: 'engine.workers', values: ['2', '1'] },
    { path: 'seed', values: ['5', '9'] },
    { path: 'description', values: [undefined, 'another'] },
  ]);
});
