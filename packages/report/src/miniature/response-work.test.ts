import { expect, test } from 'vitest';
import { responseWork } from './response-work.js';

test('checks, copies and their share of the thinking are counted', () => {
  expect(responseWork('3+4=7?7*2=4</think>4<eos>')).toEqual({
    checks: 1,
    copies: 0,
    recheckShare: 2 / 11,
    checksPerStep: 0.5,
  });
});

test('everything from the first copy on is re-checking', () => {
  expect(responseWork('+4=7?7~+4=7?7~+4=7</think>7<eos>')).toEqual({
    checks: 2,
    copies: 2,
    recheckShare: (2 + 12) / 18,
    checksPerStep: 1,
  });
});

test('a response without work has none', () => {
  const none = { checks: 0, copies: 0, recheckShare: 0, checksPerStep: 0 };
  expect(responseWork('</think>7<eos>')).toEqual(none);
  expect(responseWork('')).toEqual(none);
});
