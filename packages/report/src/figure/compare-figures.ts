// A comparison as figures: where the policies stand, and what changes in all and by difficulty.
import { type ChangeRow, drawChanges } from '../chart/draw-changes.js';
import { runColor } from '../chart/palette.js';
import { isClear } from '../compare/compare-verdict.js';
import { percentText, pointsText } from '../compare/comparison-cells.js';
import type { CellComparison, PairedChange, TestedChange } from '../compare/comparison-document.js';
import { drawLayouts, type Figure, type LegendEntry } from './figure.js';
import { planeFigure } from './plane-figure.js';

/** Figures of a dataset and mode. */
export function compareFigures(cell: CellComparison, id: string): Figure[] {
  return [
    standingsFigure(cell, `${id}-plane`),
    changeFigure(cell, `${id}-tokens`, {
      title: 'Tokens against the base',
      across: 'percent of the base’s tokens',
      of: ({ tokensPercent }) => tokensPercent,
      write: percentText,
    }),
    changeFigure(cell, `${id}-accuracy`, {
      title: 'Accuracy against the base',
      across: 'percentage points',
      of: ({ accuracyPoints }) => accuracyPoints,
      write: pointsText,
    }),
  ].flatMap((figure) => figure ?? []);
}

function standingsFigure({ standings }: CellComparison, id: string): Figure | undefined {
  const points = standings.map(({ policy, accuracy, tokens }, index) => ({
    text: policy,
    color: runColor(index),
    hollow: index === 0,
    tokens,
    accuracy,
  }));
  const front = standings
    .filter(({ onFrontier }) => onFrontier)
    .map(({ tokens, accuracy }) => [tokens.value, accuracy.value] as const)
    .sort(([a], [b]) => a - b);
  const paths = front.length > 1 ? [{ color: 'var(--axis)', points: front }] : [];
  const line = front.length > 1 ? ' The line joins those that no other one beats in both.' : '';
  const caption = `Up is more often right, left is shorter; hollow is the base. Crosses: 95% intervals.${line}`;
  return planeFigure({ id, points, paths, caption });
}

interface Measure {
  readonly title: string;
  readonly across: string;
  readonly of: (change: PairedChange) => TestedChange | undefined;
  readonly write: (change: TestedChange) => string;
}

function changeFigure(
  { changes, standings }: CellComparison,
  id: string,
  { title, across, of, write }: Measure,
): Figure | undefined {
  const names = ['all', ...(changes[0]?.byDifficulty.map(({ name }) => name) ?? [])];
  const rows = names.flatMap((name, place) =>
    changes.flatMap(({ all, byDifficulty }, index): ChangeRow[] => {
      const row = place === 0 ? all : byDifficulty[place - 1];
      const change = row && of(row);
      if (!change) return [];
      return [
        {
          name: index === 0 ? name : '',
          color: runColor(index + 1),
          value: change.value,
          ...(change.interval && { interval: change.interval }),
          clear: isClear(change),
          text: write(change),
        },
      ];
    }),
  );
  const legend = changes.map(
    ({ policy }, index): LegendEntry => ({ text: policy, color: runColor(index + 1), look: 'block' }),
  );
  const label = `${title}, ${standings[0]?.policy ?? ''}. ${rows.map(({ name, text }) => `${name} ${text}`).join('; ')}.`;
  const drawings = drawLayouts('normal', id, (place) => drawChanges({ ...place, label, rows, across }));
  return drawings === undefined
    ? undefined
    : {
        title,
        caption:
          'Paired by problem, with 95% intervals. Hollow: cannot be told apart from no change, because the interval has zero or the adjusted p is 0.05 or more.',
        drawings,
        legend,
        size: 'normal',
      };
}
