import { expect, test } from 'vitest';
import { createWorkLeft } from './work-left.js';

test('nothing is known before the first is done', () => {
  expect(createWorkLeft().secondsFor(3)).toBeUndefined();
});

test('time left follows the last five', () => {
  const left = createWorkLeft();
  for (const seconds of [1000, 10, 20, 30, 40, 50]) left.done(seconds);
  expect(left.secondsFor(2)).toBe(60);
});
