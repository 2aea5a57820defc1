// A figure of curves over training steps, smoothed and thinned.
import { drawLines, type Line, type LineChart } from '../chart/draw-lines.js';
import { formatValue, type Unit } from '../format.js';
import { type CurvePoint, smoothCurve, smoothingWindow, thinCurve } from '../statistics/smooth.js';
import { canvasSize, type Figure, type LegendEntry } from './figure.js';

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
}

const mostPoints = 300;
/** So few points are marked one by one. */
const fewPoints = 12;

/** Undefined when there is nothing to draw. A legend is given for two curves or more. */
export function curveFigure(figure: CurveFigure): Figure | undefined {
  const curves = figure.curves.map((curve) => ({
    ...curve,
    points: pointsOf(figure.steps, curve.values),
    spreads: pointsOf(figure.steps, curve.spread ?? []),
  }));
  const svg = drawLines({
    id: figure.id,
    ...canvasSize[figure.size],
    label: `${figure.title}. ${curves.map((curve) => describe(curve, figure.unit)).join('; ')}.`,
    lines: linesOf(curves),
    unit: figure.unit,
    fromZero: figure.fromZero,
    ...(figure.references && { references: figure.references }),
  });
  if (svg === undefined) return undefined;
  const legend = curves.map(({ name, color }): LegendEntry => ({ text: name, color, look: 'line' }));
  const { title, size } = figure;
  const ends = curves.length === 1 ? fromTo(curves[0]?.points ?? [], figure.unit) : undefined;
  const caption = [figure.caption, ends && `${capital(ends)}.`].filter(Boolean).join(' ');
  return { title, caption, svg, size, legend: legend.length > 1 ? legend : [] };
}

const pointsOf = (steps: readonly number[], values: readonly (number | null)[]): CurvePoint[] =>
  steps.map((step, index) => [step, values[index] ?? undefined]);

interface DrawnCurve {
  readonly color: string;
  readonly points: readonly CurvePoint[];
  readonly spreads: readonly CurvePoint[];
}

function linesOf(all: readonly DrawnCurve[]): Line[] {
  const curves = all.map(({ color, points, spreads }) => ({
    color,
    points: thinCurve(points, mostPoints),
    spreads: thinCurve(spreads, mostPoints),
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

const describe = ({ name, points }: { name: string; points: readonly CurvePoint[] }, unit: Unit) =>
  `${name}: ${fromTo(points, unit) ?? 'no values'}`;

/** Means of the first and the last twentieth, at least one step. */
function fromTo(points: readonly CurvePoint[], unit: Unit): string | undefined {
  const values = points.flatMap(([, value]) => value ?? []);
  if (values.length === 0) return undefined;
  const share = Math.max(1, Math.round(values.length / 20));
  const mean = (part: readonly number[]): number => part.reduce((sum, value) => sum + value, 0) / part.length;
  const [first, last] = [mean(values.slice(0, share)), mean(values.slice(-share))].map((value) =>
    formatValue(value, unit),
  );
  return first === last ? `about ${first} throughout` : `${first} at the start, ${last} at the end`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
