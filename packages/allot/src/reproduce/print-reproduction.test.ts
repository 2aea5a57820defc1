import { expect, test } from 'vitest';
import type { MeasuredEvaluation } from '../documents/reproduction-document.js';
import { printReproduction } from './print-reproduction.js';

const measured = (place: string): MeasuredEvaluation => ({
  benchmark: 'test',
  mode: 'natural',
  place,
  problems: 4,
  accuracy: { value: 50, interval: [40, 60] },
  tokens: { value: 30, interval: [20, 40] },
});

const printed = (...places: readonly string[]): string =>
  printReproduction(
    {
      format: 1,
      preset: 'hbpo',
      places,
      differences: [],
      results: [],
      unpublished: places.map(measured),
    },
    false,
  );

test('of several places a row says which one it is from', () => {
  const text = printed('runs/a/evaluations/000006', 'evaluations/b');
  expect(text).toContain('test, natural (runs/a/evaluations/000006) ');
  expect(text).toContain('test, natural (evaluations/b) ');
});

test('of one place there is nothing to tell', () => {
  expect(printed('evaluations/b')).toMatch(/test, natural +50\.0/);
});
