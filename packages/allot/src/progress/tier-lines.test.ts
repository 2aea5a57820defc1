import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostTierLines, tierLines } from './tier-lines.js';

const four = ['12: 89% 32.9', '24: 94% 32.2', '48: 92% 32.3', '60: 97% 33.4'];

test('one line where there is room, more where there is not', () => {
  expect(tierLines(four, 57)).toEqual(['12: 89% 32.9 | 24: 94% 32.2 | 48: 92% 32.3 | 60: 97% 33.4']);
  expect(tierLines(four, 49)).toEqual(['12: 89% 32.9 | 24: 94% 32.2 | 48: 92% 32.3', '60: 97% 33.4']);
  expect(tierLines(four, 5)).toEqual(four);
  expect(tierLines([], 49)).toEqual([]);
});

test('the lines that are kept free suffice for every step', () => {
  const texts = fc.array(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 8 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 120 }), (tiers, room) => {
      const shorter = tiers.map((text) => text.slice(0, Math.max(1, text.length - 2)));
      expect(tierLines(shorter, room).length).toBeLessThanOrEqual(tierLines(tiers, room).length);
    }),
  );
  const tiers = [12, 24, 48, 60].map((budget) => ({ budget }));
  expect(mostTierLines(tiers, 96, 69)).toBe(1);
  expect(mostTierLines(tiers, 96, 49)).toBe(2);
  expect(mostTierLines([], 96, 49)).toBe(0);
});
