import { expect, it } from 'vitest';
import { chartTexts } from '../../test-support/chart-texts.js';
import { type ChangeRow, drawChanges } from './draw-changes.js';

const width = 330;
const rows: readonly ChangeRow[] = [
  { name: 'medium', color: 'red', value: 0, clear: false, text: '0.0%' },
  { name: '', color: 'blue', value: 0.9, interval: [0, 5], clear: false, text: '+0.9% [−10.2, +13.7]' },
];

it('keeps names off the line of no change, and every text inside, where nothing became less', () => {
  const svg = drawChanges({ id: 'chart', label: '', width, rows, across: 'points' }) ?? '';
  const texts = chartTexts(svg);
  expect(texts.map(({ text }) => text)).toEqual(
    expect.arrayContaining(['medium', '0.0%', '+0.9% [−10.2, +13.7]']),
  );
  expect(Math.min(...texts.map(({ left }) => left))).toBeGreaterThanOrEqual(0);
  expect(Math.max(...texts.map(({ right }) => right))).toBeLessThanOrEqual(width);
  const point = Number(/<circle cx="([^"]*)"/.exec(svg)?.[1]);
  expect(point - 6).toBeGreaterThan(texts.find(({ text }) => text === 'medium')?.right ?? Number.NaN);
});
