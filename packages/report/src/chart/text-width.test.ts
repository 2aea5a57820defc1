import { expect, it } from 'vitest';
import { textWidth } from './text-width.js';

/** Widths in DejaVu Sans at 12 pixels, as Chromium measures them. */
const measured = [
  ['100%', 34.3],
  ['+0.7% [−10.2, +13.7]', 134.9],
  ['1,234', 34.4],
  ['medium', 49.3],
  ['minimum', 56.9],
  ['quickstart-1@0', 91.7],
  ['trained, efficient', 99.2],
  ['algebra: level 5', 93.4],
  ['HBPO', 33.9],
] as const;

it.each(measured)('gives %j a little more room than a wide font takes', (text, width) => {
  expect(textWidth(text, 12)).toBeGreaterThanOrEqual(width);
  expect(textWidth(text, 12)).toBeLessThan(1.25 * width);
});

it('grows with the letters, and gives those of other scripts a whole square', () => {
  expect(textWidth('medium', 24)).toBeCloseTo(2 * textWidth('medium', 12));
  expect(textWidth('難', 12)).toBeGreaterThanOrEqual(12);
  expect(textWidth('', 12)).toBe(0);
});
