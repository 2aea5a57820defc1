import { presets } from '@allot/templates';
import { expect, test } from 'vitest';
import { describePreset } from './describe-preset.js';
import { aboutOnnx } from './engines-of.js';
import { listPresets } from './list-presets.js';
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

test('the page and the list name the same engines, and why onnx is not among them', async () => {
  const document = describePreset(presets.hbpo);
  const lines: string[] = [];
  listPresets(
    { out: (text) => lines.push(text), error: () => undefined, stdout: sink, stderr: sink },
    [presets.hbpo],
    false,
  );
  const page = await printPreset(document, sink);
  expect(page).toContain('Engines      torch verl trl\n');
  expect(lines.join('\n')).toContain(' torch verl trl ');
  for (const text of [page, lines.join('\n')]) expect(text).toContain(aboutOnnx);
});

test.each([
  [presets.hbpo, 'verl'],
  [presets.dot4k, 'torch with device cuda'],
])('$name says what it runs on', async (preset, engine) => {
  expect(await printPreset(describePreset(preset), sink)).toContain(
    `\nRuns on      ${engine}, unless --engine says otherwise`,
  );
});

test('on a terminal the table is as wide as it', async () => {
  const lines = settingsOf(await printPreset(describePreset(presets.dot4k), { ...sink, interactive: true }));
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
});
