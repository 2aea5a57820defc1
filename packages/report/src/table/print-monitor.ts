// What monitoring found on a terminal: a sentence, then depth and quality of every group beside the baseline's.

import { showHidden } from '@allot/spec';
import { sharePercent } from '../compare/comparison-cells.js';
import { formatCount, formatTokens, joinWords } from '../format.js';
import type { MonitorDocument, MonitoredGroup, MonitoredMean } from '../monitor/monitor-document.js';
import { alignRows, type Cell, type Paint, paintText, wrapText } from './align.js';
import type { PrintOptions } from './print-summary.js';

export function printMonitor(document: MonitorDocument, { color, width }: PrintOptions): string {
  const { groups, notes, drifted, baseline, tests, alpha } = document;
  const text = (sentence: string, paint?: Paint): string[] =>
    wrapText(oneLine(sentence), Math.max(40, width)).map((line) => paintText(line, paint, color));
  const shown = groups.filter(({ rows }) => rows > 0);
  const graded = groups.filter(({ accuracy }) => accuracy.rows > 0);
  const blocks = [
    text(monitorVerdict(document), drifted ? 'red' : 'bold'),
    alignRows(
      measureRows('tokens', baseline.name, shown, ({ tokens }) => tokens, formatTokens),
      color,
    ),
    graded.length === 0
      ? []
      : alignRows(
          measureRows('accuracy %', baseline.name, graded, ({ accuracy }) => accuracy, sharePercent),
          color,
        ),
    groups.flatMap(driftLines).flatMap((line) => text(line, 'red')),
    notes.flatMap((note) => text(note)),
    text(
      `Allowed: what the baseline and the tolerated drift leave open. Expected: the baseline over the problems of the log. p: for all ${tests} tests together, at any length of the log; drift where it is at most ${alpha}.`,
      'dim',
    ),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

/** One sentence that stands alone. */
export function monitorVerdict({ drifted, groups, rows, baseline, log }: MonitorDocument): string {
  const read = `${formatCount(rows.read)} rows of ${log}`;
  if (!drifted) return `No drift from ${baseline.name} in ${read}.`;
  const found = groups.flatMap(({ mode, difficulty, tokens, accuracy }) => {
    const measures = [
      ...(tokens.drift ? [`tokens ${tokens.drift.direction}`] : []),
      ...(accuracy.drift ? [`accuracy ${accuracy.drift.direction}`] : []),
    ];
    return measures.length > 0 ? [`${groupName(mode, difficulty)} (${measures.join(', ')})`] : [];
  });
  return `Drift from ${baseline.name} in ${read}: ${joinWords(found)}.`;
}

const groupName = (mode: string, difficulty: string): string => `${mode} ${difficulty}`;

/** Names come from files: nothing in them moves the cursor. */
const oneLine = (text: string): string => showHidden(text).replace(/\s/g, ' ');

/** One measure of every group. */
function measureRows(
  name: string,
  baseline: string,
  groups: readonly MonitoredGroup[],
  of: (group: MonitoredGroup) => MonitoredMean,
  write: (value: number) => string,
): Cell[][] {
  const head = ['rows', oneLine(baseline), 'allowed', 'log', 'expected', 'p'];
  return [
    [{ text: name, paint: 'bold' }, ...head.map((text): Cell => ({ text, paint: 'dim' }))],
    ...groups.map((group) => [
      { text: oneLine(groupName(group.mode, group.difficulty)) },
      { text: formatCount(of(group).rows) },
      ...meanCells(of(group), write),
    ]),
  ];
}

function meanCells(
  { baseline, allowed, mean, expected, p, drift }: MonitoredMean,
  write: (value: number) => string,
): Cell[] {
  const judged = mean === undefined ? '-' : p < 0.001 ? '<0.001' : p.toFixed(3);
  return [
    { text: write(baseline) },
    { text: allowed.map(write).join(' to '), paint: 'dim' },
    { text: mean === undefined ? '-' : write(mean), paint: drift ? 'red' : 'bold' },
    { text: expected === undefined ? '-' : write(expected), paint: 'dim' },
    { text: judged, ...(drift && { paint: 'red' }) },
  ];
}

/** Since when a group has drifted. */
function driftLines({ mode, difficulty, tokens, accuracy }: MonitoredGroup): string[] {
  return [
    { name: 'tokens', drift: tokens.drift },
    { name: 'accuracy', drift: accuracy.drift },
  ].flatMap(({ name, drift }) => {
    if (drift === undefined) return [];
    const { direction, line, sinceLine, time, sinceTime } = drift;
    const at = (number: number, when: string | undefined): string =>
      `line ${formatCount(number)}${when === undefined ? '' : ` (${when})`}`;
    return [
      `${groupName(mode, difficulty)}: ${name} went ${direction} since about ${at(sinceLine, sinceTime)}, certain at ${at(line, time)}.`,
    ];
  });
}
