import { expect, it } from 'vitest';
import { chartTexts } from '../../test-support/chart-texts.js';
import { type BarChart, drawBars } from './draw-bars.js';

const right = { value: 1, interval: [0.8, 1] } as const;

const chart = (groups: readonly string[], look: BarChart['look']): string =>
  drawBars({
    id: 'chart',
    label: '',
    width: 330,
    height: 230,
    groups,
    series: ['red', 'blue'].map((color) => ({ color, values: groups.map(() => right) })),
    unit: 'share',
    look,
  }) ?? '';

const numbers = (svg: string) =>
  chartTexts(svg)
    .filter(({ text, left }) => text === '100%' && left > 40)
    .sort((a, b) => a.left - b.left);

it('writes numbers where each has room beside the next', () => {
  const placed = numbers(chart(['easy', 'medium', 'hard'], 'dots'));
  expect(placed).toHaveLength(6);
  for (const [index, { left }] of placed.slice(1).entries())
    expect(left - (placed[index]?.right ?? 0)).toBeGreaterThan(3);
});

it('leaves numbers to the table where they have none', () => {
  expect(numbers(chart(['easy', 'medium', 'hard'], 'bars'))).toEqual([]);
  expect(numbers(chart(['1', '2', '3', '4'], 'dots'))).toEqual([]);
});
