import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sparkline } from './sparkline.js';

test('from the lowest value to the highest', () => {
  expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8], 8, true)).toBe('▁▂▃▄▅▆▇█');
  expect(sparkline([8, 1, 8], 8, true)).toBe('█▁█');
  expect(sparkline([8, 1, 8], 8, false)).toBe('#_#');
});

test('values that do not fit are averaged', () => {
  expect(sparkline([0, 0, 10, 10, 5, 5], 3, true)).toBe('▁█▅');
});

test('equal values are a line in the middle, none are nothing', () => {
  expect(sparkline([2, 2, 2], 8, true)).toBe('▄▄▄');
  expect(sparkline([], 8, true)).toBe('');
  expect(sparkline([Number.NaN], 8, true)).toBe('');
});

describe('for any values', () => {
  test('it is never wider than asked, and has no other characters', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e100, max: 1e100 })),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        (values, width, unicode) => {
          const line = sparkline(values, width, unicode);
          expect(line.length).toBe(Math.min(width, values.filter(Number.isFinite).length));
          expect(line).toMatch(unicode ? /^[▁-█]*$/ : /^[_.:=+*#-]*$/);
        },
      ),
    );
  });
});
