import { shapeCurves } from '@allot/report';
import { templates } from '@allot/templates';
import { expect, test } from 'vitest';
import { printPlot } from './print-plot.js';

const plot = (name: string, color = false, columns = 80) =>
  printPlot(
    shapeCurves(
      { kind: 'reward', expression: templates.rewards.get(name)!.build({}) },
      { budgets: [512, 2560], lMax: 4096 },
    ),
    { color, columns },
  );

test('a letter a tier, a mark a budget, circles where tiers change places, ticks and units', () => {
  const text = plot('hbpo');
  const lines = text.split('\n');
  expect(text).toContain('a ┴ budget 512   b ┴ budget 2560   ╌╌ wrong   ○ tiers change places');
  expect(lines.filter((line) => /^ +-?\d+ │/.test(line)).map((line) => Number.parseInt(line, 10))).toEqual([
    4, 3, 2, 1, 0, -1,
  ]);
  const canvas = lines.slice(1, 19).join('\n');
  for (const mark of ['a', 'b', '○']) expect(canvas.split(mark)).toHaveLength(2);
  expect(lines.find((line) => line.includes('└'))?.split('┴')).toHaveLength(3);
  expect(text).toMatch(/1024 +2048 +3072 +4096\n +tokens/);
});

test('no line is wider than the terminal, and color only where it is asked for', () => {
  for (const line of plot('hbpo').split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(plot('hbpo')).not.toContain('\u001b');
  expect(plot('hbpo', true)).toContain('\u001b[36m');
});

test('a step of the curve is drawn as one', () => {
  // Cosine falls from 1 to -10 at its limit: the last column is dotted from top to bottom.
  const lines = plot('cosine').split('\n').slice(3, 18);
  for (const line of lines) expect(line.at(-1)).toMatch(/[\u2801-\u28ff]/);
});
