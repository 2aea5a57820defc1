import { presets } from '@allot/templates';
import { expect, test } from 'vitest';
import { describePreset } from './describe-preset.js';
import { printPreset } from './print-preset.js';

const sink = { color: false, interactive: false, columns: 100, closed: false };
const settingsOf = (text: string): readonly string[] =>
  text.slice(text.indexOf('\nSettings\n') + 10, text.indexOf('\nOf ')).split('\n');

test('in a pipe a setting is a line, and a place is said once', async () => {
  const document = describePreset(presets.l1Exact);
  const lines = settingsOf(await printPreset(document, sink)).filter((line) => line !== '');
  expect(lines).toHaveLength(1 + document.settings.length);
  expect(lines.filter((line) => line.includes('the budgets of the evaluation'))).toHaveLength(1);
});

test('on a terminal the table is as wide as it', async () => {
  const lines = settingsOf(await printPreset(describePreset(presets.dot4k), { ...sink, interactive: true }));
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
});
