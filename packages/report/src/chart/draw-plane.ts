// Accuracy over tokens: where base and trained policy stand, with intervals both ways; up and to the left is better.
import type { CustomSeriesRenderItemAPI } from 'echarts';
import { fontSize, gridLines, horizontalAxis, verticalAxis } from './axes.js';
import type { Measured } from './draw-bars.js';
import { type Canvas, drawSvg } from './draw-svg.js';
import { roundScale, ticksAcross } from './ticks.js';

export interface PlanePoint {
  readonly text: string;
  readonly color: string;
  readonly tokens: Measured;
  readonly accuracy: Measured;
  /** Hollow points are beginnings. */
  readonly hollow: boolean;
}

export interface PlaneChart extends Canvas {
  readonly points: readonly PlanePoint[];
  /** Ways from base to trained: points joined in order. */
  readonly paths: readonly {
    readonly color: string;
    readonly points: readonly (readonly [tokens: number, accuracy: number])[];
  }[];
}

export function drawPlane(chart: PlaneChart): string | undefined {
  const { points, paths } = chart;
  if (points.length === 0) return undefined;
  const ends = (of: 'tokens' | 'accuracy', place: 0 | 1): number[] => [
    ...points.flatMap((point) => [...point[of].interval]),
    ...paths.flatMap((path) => path.points.map((pair) => pair[place])),
  ];
  const across = roundScale(0, Math.max(...ends('tokens', 0)), Math.min(6, ticksAcross(chart.width)));
  const up = roundScale(Math.min(...ends('accuracy', 1)), Math.max(...ends('accuracy', 1)), 4);
  return drawSvg(
    {
      grid: { left: 4, right: 16, top: 14, bottom: 22, containLabel: true },
      xAxis: horizontalAxis(across, 'tokens', 'tokens per response'),
      yAxis: verticalAxis(up, 'share'),
      series: [
        ...gridLines(up, across.min, across.max),
        ...paths.map(({ color, points: pairs }) => ({
          type: 'line',
          silent: true,
          symbol: 'circle',
          symbolSize: 4,
          itemStyle: { color, opacity: 0.5 },
          lineStyle: { color, width: 1.4, opacity: 0.5 },
          data: pairs.map((pair) => [...pair]),
        })),
        {
          type: 'custom',
          silent: true,
          data: points.map(({ tokens, accuracy }) => [tokens.value, accuracy.value]),
          renderItem: pointRenderer(points, across.max, chart.width),
        },
      ],
    },
    chart,
  );
}

type Box = readonly [left: number, right: number, middle: number];

interface Surroundings {
  /** The end of the horizontal axis, in tokens. */
  readonly right: number;
  /** Of the canvas, in pixels. */
  readonly width: number;
  /** Where texts stand already. */
  readonly taken: Box[];
}

/** Draws the points one after another; a text moves aside where an earlier one stands. */
function pointRenderer(points: readonly PlanePoint[], right: number, width: number) {
  const taken: Box[] = [];
  return ({ dataIndex }: { dataIndex: number }, api: CustomSeriesRenderItemAPI) => {
    const point = points[dataIndex];
    return point && drawPoint(api, point, { right, width, taken });
  };
}

function drawPoint(api: CustomSeriesRenderItemAPI, point: PlanePoint, { right, width, taken }: Surroundings) {
  const { tokens, accuracy, color, hollow, text } = point;
  const at = (tokensAt: number, accuracyAt: number): readonly [number, number] => {
    const [across = 0, up = 0] = api.coord([tokensAt, accuracyAt]);
    return [across, up];
  };
  const [x, y] = at(tokens.value, accuracy.value);
  const [left, rightEnd] = tokens.interval.map((value) => at(value, accuracy.value)[0]);
  const [bottom, top] = accuracy.interval.map((value) => at(tokens.value, value)[1]);
  const stroke = { stroke: color, lineWidth: 1.4 };
  // Text goes to the side that has room.
  const needed = 12 + 7 * text.length;
  const onLeft = tokens.value > right * 0.72 || (needed > width - x && x > width - x);
  const textX = onLeft ? x - 12 : x + 12;
  return {
    type: 'group',
    children: [
      { type: 'line', shape: { x1: left, y1: y, x2: rightEnd, y2: y }, style: stroke },
      { type: 'line', shape: { x1: x, y1: bottom, x2: x, y2: top }, style: stroke },
      {
        type: 'circle',
        shape: { cx: x, cy: y, r: 6 },
        style: { fill: hollow ? 'var(--card)' : color, stroke: color, lineWidth: 2 },
      },
      {
        type: 'text',
        style: {
          text,
          x: textX,
          y: placeText(textX, y, 7 * text.length * (onLeft ? -1 : 1), taken),
          align: onLeft ? 'right' : 'left',
          verticalAlign: 'middle',
          fill: color,
          stroke: 'var(--card)',
          lineWidth: 3,
          fontSize: fontSize + 1,
          fontFamily: 'inherit',
          fontWeight: 600,
        },
      },
    ],
  };
}

/** The height for a text beside a point: the first of a few inside the chart that no earlier text covers. */
function placeText(x: number, y: number, width: number, taken: Box[]): number {
  const [left, right] = width < 0 ? [x + width, x] : [x, x + width];
  const free = [-12, 12, -28, 28, -44, 44, 60, 76, 92].find(
    (offset) =>
      y + offset > 8 &&
      taken.every(([from, to, middle]) => to < left || from > right || Math.abs(middle - y - offset) > 15),
  );
  const middle = y + (free ?? -12);
  taken.push([left, right, middle]);
  return middle;
}
