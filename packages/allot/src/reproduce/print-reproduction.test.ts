import { expect, test } from 'vitest';
import type { MeasuredEvaluation, ReproductionDocument } from '../documents/reproduction-document.js';
import { printReproduction } from './print-reproduction.js';

const measured = (place: string): MeasuredEvaluation => ({
  benchmark: 'test',
  mode: 'natural',
  place,
  problems: 64,
  accuracy: { value: 92.2, interval: [83, 96.6] },
  tokens: { value: 76, interval: [73, 79] },
});

const document = (places: readonly string[], of: readonly string[]): ReproductionDocument => ({
  format: 1,
  preset: 'hbpo',
  places,
  differences: [],
  results: [
    { source: 'paper', mode: 'natural', benchmark: 'MATH500', published: { accuracy: 80, tokens: 900 } },
  ],
  unpublished: of.map(measured),
});

test('advises to evaluate the step that is shown', () => {
  const text = printReproduction(document(['runs/a-1@0:natural'], ['runs/a-1/evaluations/000000']), false);
  expect(text).toContain('measured in runs/a-1@0:natural');
  expect(text).toContain('allot eval runs/a-1@0 --data NAME, then --against runs/a-1@0:natural,evaluations/');
  expect(text).toMatch(/^test, natural +92\.2/m);
});

test('of several places, a row says which one it is of', () => {
  const text = printReproduction(
    document(['runs/a-1', 'evaluations/b'], ['runs/a-1', 'evaluations/b']),
    false,
  );
  expect(text).toContain('test, natural (runs/a-1)');
  expect(text).toContain('test, natural (evaluations/b)');
});
