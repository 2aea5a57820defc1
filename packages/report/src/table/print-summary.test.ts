import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { synthesizeRun } from '../../test-support/synthetic-run.js';
import { summarizeRun } from '../summary/summarize-run.js';
import { printSummary } from './print-summary.js';

const summary = summarizeRun(synthesizeRun({ steps: 50 }));

it.each([
  ['reinforcement', summary],
  ['supervised', summarizeRun(synthesizeRun({ steps: 50, kind: 'supervised', name: 'tiny-base' }))],
  ['interrupted', summarizeRun(synthesizeRun({ steps: 7, plannedSteps: 50, finished: false, problems: 0 }))],
])('prints a %s run', async (name, one) => {
  await expect(printSummary(one, { color: false, width: 100 })).toMatchFileSnapshot(`golden/${name}.txt`);
});

it('fits a narrow terminal', () => {
  const lines = printSummary(summary, { color: false, width: 80 }).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});

it('differs in colour only by colour', () => {
  const painted = printSummary(summary, { color: true, width: 100 });
  expect(painted).toContain('\u001b[32m');
  expect(stripVTControlCharacters(painted)).toBe(printSummary(summary, { color: false, width: 100 }));
});
