// The table that a run ends with: base and trained, every mode, accuracy and tokens, overall and by difficulty.

import { type EvaluationCell, showHiddenButStyles } from '@allot/spec';
import {
  formatCount,
  formatDuration,
  formatFixed,
  formatMetric,
  formatSigned,
  formatTokens,
} from '../format.js';
import { nameBefore } from '../summary/name-before.js';
import type { Comparison, ModeSummary, RunSummary } from '../summary/run-summary.js';
import { verdictOf } from '../summary/verdict.js';
import { alignRows, type Cell, type Paint, paintText, wrapText } from './align.js';

export interface PrintOptions {
  readonly color: boolean;
  /** Columns of the terminal; where they do not suffice, base and trained go without their intervals. */
  readonly width: number;
}

export function printSummary(summary: RunSummary, { color, width }: PrintOptions): string {
  const verdict = verdictOf(summary);
  const text = (sentence: string, paint?: Paint): string[] =>
    wrapText(sentence, Math.max(40, width)).map((line) => paintText(line, paint, color));
  const blocks = [
    text(factsOf(summary), 'dim'),
    text(verdict.headline, 'bold'),
    ...tables(summary, { color, width }),
    ...verdict.details.filter((detail) => detail.startsWith('Mind:')).map((detail) => text(detail, 'red')),
    summary.notes.flatMap((note) => text(note)),
    summary.modes.length ? text('±: half of the 95% interval', 'dim') : [],
  ];
  const printed = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return showHiddenButStyles(`${printed.join('\n\n')}\n`);
}

/** With all intervals if every line fits, else without those of base and trained. */
function tables(summary: RunSummary, { color, width }: PrintOptions): string[][] {
  const print = (wide: boolean, painted: boolean): string[][] =>
    summary.modes.map((mode) => alignRows(modeRows(mode, summary, wide), painted));
  const fits = print(true, false)
    .flat()
    .every((line) => line.length <= width);
  return print(fits, color);
}

function factsOf({ name, status, steps, seed, seconds, planKey, engine, device }: RunSummary): string {
  const parts = [
    name,
    status,
    `${formatCount(steps.completed)} of ${formatCount(steps.planned)} steps`,
    `seed ${seed}`,
    formatDuration(seconds),
    `${engine} on ${device}`,
    `plan ${planKey.slice(0, 12)}`,
  ];
  return parts.join(' · ');
}

function modeRows(mode: ModeSummary, summary: RunSummary, wide: boolean): Cell[][] {
  const before = nameBefore(summary, mode);
  const look = { wide, judged: summary.kind === 'reinforcement' };
  const columns = mode.trainedStep === undefined ? [before] : [before, 'trained', 'change'];
  const rows: Cell[][] = [
    [
      { text: `${mode.mode} mode`, paint: 'bold' },
      { text: 'accuracy %', paint: 'bold' },
      ...blanks(columns.length - 1),
      { text: 'tokens', paint: 'bold' },
    ],
    [{ text: '' }, ...[...columns, ...columns].map((text): Cell => ({ text, paint: 'dim' }))],
    rowOf(`all (${formatCount(mode.all.base.problems)})`, mode.all, look),
  ];
  for (const row of mode.byDifficulty)
    rows.push(rowOf(`${row.name} (${formatCount(row.base.problems)})`, row, look));
  const { depth, efficiencyScore } = mode;
  if (depth?.base !== undefined && depth.trained !== undefined)
    rows.push([
      { text: `${depth.hardest} / ${depth.easiest}` },
      ...blanks(3),
      { text: `×${formatFixed(depth.base, 2)}` },
      { text: `×${formatFixed(depth.trained, 2)}`, paint: 'bold' },
    ]);
  if (efficiencyScore !== undefined && summary.kind === 'reinforcement')
    rows.push([{ text: 'AES' }, ...blanks(5), { text: formatFixed(efficiencyScore, 2), paint: 'bold' }]);
  return rows;
}

const blanks = (count: number): Cell[] => Array.from({ length: count }, () => ({ text: '' }));

interface Look {
  /** Whether base and trained come with their intervals. */
  readonly wide: boolean;
  /** Whether fewer tokens are better, as they are when thinking is what is trained. */
  readonly judged: boolean;
}

function rowOf(name: string, { base, trained, change }: Comparison, { wide, judged }: Look): Cell[] {
  const accuracy = (cell: EvaluationCell): string =>
    cell.problems === 0
      ? '-'
      : `${formatFixed(100 * cell.accuracy, 1)}${wide ? ` ${halfWidth(cell.accuracyInterval, 100)}` : ''}`;
  const tokens = (cell: EvaluationCell): string =>
    cell.problems === 0
      ? '-'
      : `${formatTokens(cell.meanTokens)}${wide && cell.problems > 1 ? ` ${halfWidth(cell.meanTokensInterval, 1)}` : ''}`;
  const row: Cell[] = [{ text: name }, { text: accuracy(base) }];
  if (trained && change)
    row.push(
      { text: accuracy(trained), paint: 'bold' },
      {
        text: `${formatSigned(change.accuracyPoints, 1)} ${halfWidth(change.accuracyPointsInterval, 1)}`,
        ...better(change.accuracyPointsInterval),
      },
    );
  row.push({ text: tokens(base) });
  if (trained && change) {
    const cut = change.tokensCutPercentInterval;
    row.push(
      { text: tokens(trained), paint: 'bold' },
      change.tokensCutPercent === undefined
        ? { text: '-' }
        : {
            text: `${formatSigned(-change.tokensCutPercent, 0)}%${cut ? ` ${halfWidth(cut, 1)}` : ''}`,
            ...(cut && judged && better(cut)),
          },
    );
  }
  return row;
}

/** Green where the interval lies above 0, red where it lies below. */
function better(interval: readonly [number, number]): { paint?: Paint } {
  if (interval[0] > 0) return { paint: 'green' };
  return interval[1] < 0 ? { paint: 'red' } : {};
}

const halfWidth = ([low, high]: readonly [number, number], scale: number): string => {
  const half = (scale * (high - low)) / 2;
  return `±${half < 99.95 ? formatFixed(half, 1) : formatMetric(Math.round(half))}`;
};
