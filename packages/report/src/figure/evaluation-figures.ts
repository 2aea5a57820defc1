// The evaluations as figures: where base and trained stand, by difficulty, and the way between them.
import type { EvaluationCell } from '@allot/spec';
import { drawBars, type Measured } from '../chart/draw-bars.js';
import { drawLines, type Line } from '../chart/draw-lines.js';
import type { PlanePoint } from '../chart/draw-plane.js';
import { modeColor, palette } from '../chart/palette.js';
import { formatValue, type Unit } from '../format.js';
import { nameBefore } from '../summary/name-before.js';
import type { EvaluationPoint, ModeSummary, RunSummary } from '../summary/run-summary.js';
import { drawLayouts, type Figure, type LegendEntry } from './figure.js';
import { planeFigure } from './plane-figure.js';

type Measure = 'tokens' | 'accuracy';

const unitOf = (measure: Measure): Unit => (measure === 'tokens' ? 'tokens' : 'share');

export function evaluationFigures(summary: RunSummary, id: string): Figure[] {
  return [
    modesFigure(summary, `${id}-plane`),
    ...summary.modes.flatMap((mode, index) =>
      (['tokens', 'accuracy'] as const).map((measure) =>
        difficultyFigure(summary, mode, measure, `${id}-difficulty-${index}-${measure}`),
      ),
    ),
    overStepsFigure(summary, 'tokens', `${id}-evaluated-tokens`),
    overStepsFigure(summary, 'accuracy', `${id}-evaluated-accuracy`),
  ].flatMap((figure) => figure ?? []);
}

function modesFigure(summary: RunSummary, id: string): Figure | undefined {
  const points = summary.modes.flatMap((mode): PlanePoint[] => {
    const color = modeColor(mode.mode);
    const { base, trained } = mode.all;
    return [
      { text: `${nameBefore(summary, mode)}, ${mode.mode}`, color, hollow: true, ...bothOf(base) },
      ...(trained ? [{ text: `trained, ${mode.mode}`, color, hollow: false, ...bothOf(trained) }] : []),
    ];
  });
  const paths = summary.modes.map(({ mode, dataset }) => ({
    color: modeColor(mode),
    points: ofMode(summary.evaluations, mode, dataset).map(
      ({ all }) => [all.meanTokens, all.accuracy] as const,
    ),
  }));
  const caption =
    'Up is more often right, left is shorter. Crosses: 95% intervals; small dots: evaluations while training.';
  return planeFigure({ id, points, paths, caption });
}

function difficultyFigure(
  summary: RunSummary,
  mode: ModeSummary,
  measure: Measure,
  id: string,
): Figure | undefined {
  if (mode.byDifficulty.length === 0) return undefined;
  const rows = mode.byDifficulty;
  const values = (of: 'base' | 'trained'): (Measured | undefined)[] =>
    rows.map((row) => measuredOf(row[of], measure));
  const color = modeColor(mode.mode);
  const before = nameBefore(summary, mode);
  const series: { color: string; values: (Measured | undefined)[] }[] = [
    { color: palette.base, values: values('base') },
  ];
  if (mode.trainedStep !== undefined) series.push({ color, values: values('trained') });
  const title = `${measure === 'tokens' ? 'Tokens' : 'Accuracy'} by difficulty, ${mode.mode} mode`;
  const words = rows
    .map(({ name, base, trained }) => {
      const text = (cell: EvaluationCell | undefined) => {
        const measured = measuredOf(cell, measure);
        return measured ? formatValue(measured.value, unitOf(measure)) : 'not evaluated';
      };
      return `${name}: ${text(base)} before, ${text(trained)} after`;
    })
    .join('; ');
  const drawings = drawLayouts('normal', id, (place) =>
    drawBars({
      ...place,
      label: `${title}. ${words}.`,
      groups: rows.map(({ name }) => name),
      series,
      unit: unitOf(measure),
      look: measure === 'tokens' ? 'bars' : 'dots',
    }),
  );
  if (drawings === undefined) return undefined;
  const legend: LegendEntry[] = [
    { text: before, color: palette.base, look: 'block' },
    { text: 'trained', color, look: 'block' },
  ];
  const caption =
    measure === 'tokens'
      ? 'Mean tokens of a response. A model that knows how long to think spends more on harder problems.'
      : 'Share of right answers.';
  return {
    title,
    caption: `${caption} Whiskers: 95% intervals.`,
    drawings,
    legend: legend.slice(0, series.length),
    size: 'normal',
  };
}

function overStepsFigure(summary: RunSummary, measure: Measure, id: string): Figure | undefined {
  const steps = new Set(summary.evaluations.map(({ step }) => step));
  if (steps.size < 3) return undefined;
  const lines = summary.modes.map(({ mode, dataset }): Line => {
    const measured = ofMode(summary.evaluations, mode, dataset).flatMap(({ step, all }) => {
      const value = measuredOf(all, measure);
      return value ? [{ step, ...value }] : [];
    });
    return {
      color: modeColor(mode),
      look: measured.length > 30 ? 'bold' : 'marked',
      points: measured.map(({ step, value }) => [step, value]),
      band: measured.map(({ step, interval }) => [step, ...interval] as const),
    };
  });
  const title = `Evaluated ${measure} while training`;
  const label = `${title}, at ${steps.size} steps; the numbers are in the table of results.`;
  const drawings = drawLayouts('normal', id, (place) =>
    drawLines({ ...place, label, lines, unit: unitOf(measure), fromZero: measure === 'tokens' }),
  );
  if (drawings === undefined) return undefined;
  const legend = summary.modes.map(
    ({ mode }): LegendEntry => ({ text: `${mode} mode`, color: modeColor(mode), look: 'line' }),
  );
  return { title, caption: 'On held-out problems, with 95% intervals.', drawings, legend, size: 'normal' };
}

const ofMode = (points: readonly EvaluationPoint[], mode: string, dataset: string): EvaluationPoint[] =>
  points.filter((point) => point.mode === mode && point.dataset === dataset && point.all.problems > 0);

function measuredOf(cell: EvaluationCell | undefined, measure: Measure): Measured | undefined {
  if (!cell || cell.problems === 0) return undefined;
  return measure === 'tokens'
    ? { value: cell.meanTokens, interval: cell.meanTokensInterval }
    : { value: cell.accuracy, interval: cell.accuracyInterval };
}

const bothOf = (cell: EvaluationCell) => ({
  tokens: { value: cell.meanTokens, interval: cell.meanTokensInterval },
  accuracy: { value: cell.accuracy, interval: cell.accuracyInterval },
});
