// A line chart over training steps: raw curve faint, moving mean bold, intervals as bands, budgets dashed.
import type { CustomSeriesRenderItemAPI } from 'echarts';
import type { Unit } from '../format.js';
import type { CurvePoint } from '../statistics/smooth.js';
import { fontSize, gridLines, horizontalAxis, leftMargin, verticalAxis } from './axes.js';
import { type Canvas, drawSvg } from './draw-svg.js';
import { roundScale, tightScale } from './ticks.js';

export interface Line {
  readonly color: string;
  readonly points: readonly CurvePoint[];
  readonly look: 'bold' | 'faint' | 'dashed' | 'marked';
  /** Interval of each point, drawn as a band. */
  readonly band?: readonly (readonly [step: number, low: number, high: number])[];
}

export interface LineChart extends Canvas {
  readonly lines: readonly Line[];
  readonly references?: readonly { readonly value: number; readonly color: string; readonly text: string }[];
  readonly unit: Unit;
  /** What the horizontal axis counts. */
  readonly across?: string;
  /** Whether the vertical axis begins at 0. */
  readonly fromZero: boolean;
}

/** Undefined when no line has a finite point. */
export function drawLines(chart: LineChart): string | undefined {
  const { lines, references = [], unit, across: axisName = 'training step' } = chart;
  const steps = lines.flatMap(({ points }) =>
    points.flatMap(([step, value]) => (value === undefined ? [] : [step])),
  );
  if (steps.length === 0) return undefined;
  const across = tightScale(Math.min(...steps), Math.max(...steps), 5);
  const [low, high] = rangeOf(
    lines,
    references.map(({ value }) => value),
  );
  const up = roundScale(
    chart.fromZero ? Math.min(0, low) : low,
    chart.fromZero ? Math.max(0, high) : high,
    4,
  );
  const rightRoom = Math.max(14, ...references.map(({ text }) => 12 + 7 * text.length));
  return drawSvg(
    {
      grid: { left: leftMargin(up, unit), right: rightRoom, top: 10, bottom: 22, containLabel: true },
      xAxis: horizontalAxis(across, 'tokens', axisName),
      yAxis: verticalAxis(up, unit),
      series: [
        ...gridLines(up, across.min, across.max),
        ...references.map((reference) => referenceLine(reference, across.min, across.max)),
        ...lines.flatMap((line) => (line.band ? [bandSeries(line.band, line.color)] : [])),
        ...lines.map(lineSeries),
      ],
    },
    chart,
  );
}

const looks = {
  bold: { width: 2.2, opacity: 1, type: 'solid' },
  marked: { width: 2.2, opacity: 1, type: 'solid' },
  faint: { width: 1, opacity: 0.28, type: 'solid' },
  dashed: { width: 1.6, opacity: 1, type: [6, 4] },
} as const;

function lineSeries({ color, points, look }: Line): object {
  const { width, opacity, type } = looks[look];
  const alone = points.filter(([, value]) => value !== undefined).length === 1;
  return {
    type: 'line',
    silent: true,
    showSymbol: look === 'marked' || alone,
    symbol: 'circle',
    symbolSize: 6,
    itemStyle: { color },
    lineStyle: { color, width, opacity, type: type === 'solid' ? type : [...type], join: 'round' },
    data: points.map(([step, value]) => [step, value ?? null]),
  };
}

function referenceLine(
  { value, color, text }: { value: number; color: string; text: string },
  from: number,
  to: number,
) {
  return {
    type: 'line',
    silent: true,
    symbol: 'none',
    clip: false,
    lineStyle: { color, width: 1.2, type: [3, 4], opacity: 0.85 },
    data: [
      [from, value],
      [to, value],
    ],
    endLabel: { show: true, formatter: () => text, color, fontSize, distance: 6 },
  };
}

function bandSeries(band: NonNullable<Line['band']>, color: string): object {
  return {
    type: 'custom',
    silent: true,
    clip: true,
    data: band.length ? [[band[0]?.[0], band[0]?.[1]]] : [],
    renderItem: (_: unknown, api: CustomSeriesRenderItemAPI) => ({
      type: 'polygon',
      shape: {
        points: [
          ...band.map(([step, low]) => api.coord([step, low])),
          ...band.toReversed().map(([step, , high]) => api.coord([step, high])),
        ],
      },
      style: { fill: color, opacity: 0.16 },
    }),
  };
}

/** All of the bold lines, bands and references, and the faint ones without their wildest points. */
function rangeOf(lines: readonly Line[], references: readonly number[]): readonly [number, number] {
  const values = [...references];
  for (const { points, look, band = [] } of lines) {
    const own = points.flatMap(([, value]) => value ?? []);
    values.push(...(look === 'faint' ? withoutTails(own) : own));
    for (const [, low, high] of band) values.push(low, high);
  }
  return [Math.min(...values), Math.max(...values)];
}

function withoutTails(values: number[]): number[] {
  const cut = Math.floor(values.length / 100);
  return values.sort((a, b) => a - b).slice(cut, values.length - cut);
}
