// A figure of curves over training steps, smoothed and thinned.
import { drawLines, type Line, type LineChart } from '../chart/draw-lines.js';
import { formatValue, type Unit } from '../format.js';
import { type CurvePoint, smoothCurve, smoothingWindow, thinCurve } from '../statistics/smooth.js';
import { drawLayouts, type Figure, type LegendEntry } from './figure.js';

export interface Curve {
  readonly name: string;
  readonly color: string;
  readonly values: readonly (number | null)[];
  /** Drawn as a band, so far up and down; down to 0 at most. */
  readonly spread?: readonly (number | null)[];
}

export interface CurveFigure {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly steps: readonly number[];
  readonly curves: readonly Curve[];
  readonly references?: LineChart['references'];
  readonly unit: Unit;
  readonly fromZero: boolean;
  readonly size: Figure['size'];
  /** What is no farther from 0 than this is 0: the rounding of the numbers that the values were computed in. */
  readonly rounding?: number;
}

/** Pixels of a chart between two points of its curves. */
const pixelsPerPoint = 1.5;
/** So few points are marked one by one. */
const fewPoints = 12;

/** Undefined when there is nothing to draw. A legend is given for two curves or more. */
export function curveFigure(figure: CurveFigure): Figure | undefined {
  const curves = figure.curves.map((curve) => ({
    ...curve,
    points: pointsOf(figure.steps, curve.values, figure.rounding),
    spreads: pointsOf(figure.steps, curve.spread ?? []),
  }));
  const label = `${figure.title}. ${curves.map((curve) => describe(curve, figure.unit, figure.rounding)).join('; ')}.`;
  const { unit, fromZero, references = [] } = figure;
  const drawings = drawLayouts(figure.size, figure.id, (place) =>
    drawLines({
      ...place,
      label,
      lines: linesOf(curves, mostPoints(place.width)),
      unit,
      fromZero,
      references,
    }),
  );
  if (drawings === undefined) return undefined;
  const legend = curves.map(({ name, color }): LegendEntry => ({ text: name, color, look: 'line' }));
  const { title, size } = figure;
  const ends =
    curves.length === 1 ? fromTo(curves[0]?.points ?? [], figure.unit, figure.rounding) : undefined;
  const caption = [figure.caption, ends && `${capital(ends)}.`].filter(Boolean).join(' ');
  return { title, caption, drawings, size, legend: legend.length > 1 ? legend : [] };
}

const pointsOf = (steps: readonly number[], values: readonly (number | null)[], rounding = 0): CurvePoint[] =>
  steps.map((step, index) => {
    const value = values[index] ?? undefined;
    return [step, value !== undefined && Math.abs(value) <= rounding ? 0 : value];
  });

interface DrawnCurve {
  readonly color: string;
  readonly points: readonly CurvePoint[];
  readonly spreads: readonly CurvePoint[];
}

const mostPoints = (width: number): number => Math.round(width / pixelsPerPoint);

function linesOf(all: readonly DrawnCurve[], most: number): Line[] {
  const curves = all.map(({ color, points, spreads }) => ({
    color,
    points: thinCurve(points, most),
    spreads: thinCurve(spreads, most),
  }));
  const window = smoothingWindow(curves[0]?.points.length ?? 0);
  const faint = curves.map(({ color, points }): Line => ({ color, points, look: 'faint' }));
  const bold = curves.map(({ color, points, spreads }): Line => {
    const smooth = smoothCurve(points, window);
    return { color, points: smooth, look: 'bold', band: bandOf(smooth, smoothCurve(spreads, window)) };
  });
  if (window > 1) return [...faint, ...bold];
  return (curves[0]?.points.length ?? 0) <= fewPoints
    ? bold.map((line) => ({ ...line, look: 'marked' }))
    : bold;
}

const bandOf = (points: readonly CurvePoint[], spreads: readonly CurvePoint[]): NonNullable<Line['band']> =>
  points.flatMap(([step, value], index) => {
    const spread = spreads[index]?.[1];
    if (value === undefined || spread === undefined) return [];
    return [[step, Math.max(0, value - spread), value + spread] as const];
  });

const describe = (
  { name, points }: { name: string; points: readonly CurvePoint[] },
  unit: Unit,
  rounding: number | undefined,
): string => `${name}: ${fromTo(points, unit, rounding) ?? 'no values'}`;

/** Means of the first and the last twentieth, at least one step. */
function fromTo(points: readonly CurvePoint[], unit: Unit, rounding = 0): string | undefined {
  const values = points.flatMap(([, value]) => value ?? []);
  if (values.length === 0) return undefined;
  if (rounding > 0 && values.every((value) => value === 0)) return '0 up to rounding throughout';
  const share = Math.max(1, Math.round(values.length / 20));
  const mean = (part: readonly number[]): number => part.reduce((sum, value) => sum + value, 0) / part.length;
  const [first, last] = [mean(values.slice(0, share)), mean(values.slice(-share))].map((value) =>
    formatValue(value, unit),
  );
  return first === last ? `about ${first} throughout` : `${first} at the start, ${last} at the end`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
