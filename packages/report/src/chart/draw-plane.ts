// Accuracy over tokens: where base and trained policy stand, with intervals both ways; up and to the left is better.
import type { CustomSeriesRenderItemAPI } from 'echarts';
import { fontSize, gridLines, horizontalAxis, leftMargin, verticalAxis } from './axes.js';
import type { Measured } from './draw-bars.js';
import { type Canvas, drawSvg } from './draw-svg.js';
import { palette } from './palette.js';
import { type Line, type NamedPoint, type NamePlace, placeNames } from './place-names.js';
import { ringLevels } from './ring-levels.js';
import { textWidth } from './text-width.js';
import { roundScale, type Scale, ticksAcross } from './ticks.js';

export interface PlanePoint {
  /** Its name, written beside it; empty where a legend names it. */
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
  const across = tokensScale(ends('tokens', 0), chart.width);
  const up = roundScale(Math.min(...ends('accuracy', 1)), Math.max(...ends('accuracy', 1)), 4);
  return drawSvg(
    {
      grid: { left: leftMargin(up, 'share'), right: 16, top: 14, bottom: 22, containLabel: true },
      xAxis: horizontalAxis(across, 'tokens', 'tokens per response'),
      yAxis: verticalAxis(up, 'share'),
      series: [
        ...gridLines(up, across.min, across.max),
        ...paths.map(({ color, points: pairs }) => ({
          type: 'line',
          silent: true,
          z: 1,
          symbol: 'circle',
          symbolSize: 4,
          itemStyle: { color, opacity: 0.5 },
          lineStyle: { color, width: 1.4, opacity: 0.5 },
          data: pairs.map((pair) => [...pair]),
        })),
        {
          type: 'custom',
          silent: true,
          data: [[across.min, up.min]],
          renderItem: (_: unknown, api: CustomSeriesRenderItemAPI) =>
            drawPoints(api, chart, [across.min, up.min]),
        },
      ],
    },
    chart,
  );
}

/** Zero is shown, unless it is so far away that all the points would stand at one end. */
function tokensScale(values: readonly number[], width: number): Scale {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return roundScale(low > high / 2 ? low : 0, high, Math.min(6, ticksAcross(width)));
}

/** A point in pixels. */
interface Mark extends NamedPoint {
  readonly point: PlanePoint;
  /** 0 for a disc, 1 and more for the rings around it. */
  readonly level: number;
}

type Place = (tokens: number, accuracy: number) => readonly [x: number, y: number];

/** All the points at once: what stands where decides about rings and names. */
function drawPoints(api: CustomSeriesRenderItemAPI, { points, paths, width }: PlaneChart, corner: Corner) {
  const at: Place = (tokens, accuracy) => {
    const [x = 0, y = 0] = api.coord([tokens, accuracy]);
    return [x, y];
  };
  const marks = marksOf(points, at);
  const ways = paths.flatMap((path) => linesOf(path.points.map((pair) => at(...pair))));
  const named = marks.filter(({ point }) => point.text !== '');
  const [left, bottom] = at(...corner);
  const area = { left, right: width, top: 0, bottom };
  const places = placeNames(named, [...marks.flatMap(crossOf), ...ways], area);
  return {
    type: 'group',
    children: [
      ...marks.flatMap(drawMark),
      ...named.flatMap(({ point }, index) => drawName(point, places[index])),
    ],
  };
}

function marksOf(points: readonly PlanePoint[], at: Place): Mark[] {
  const placed = points.map((point) => {
    const [x, y] = at(point.tokens.value, point.accuracy.value);
    return { x, y, hollow: point.hollow };
  });
  const levels = ringLevels(placed);
  return points.map((point, index): Mark => {
    const { tokens, accuracy, text } = point;
    const [x, y] = at(tokens.value, accuracy.value);
    const [left, bottom] = at(tokens.interval[0], accuracy.interval[0]);
    const [right, top] = at(tokens.interval[1], accuracy.interval[1]);
    const level = levels[index] ?? 0;
    return {
      point,
      level,
      x,
      y,
      left,
      right,
      top,
      bottom,
      radius: 7 + 5 * level,
      nameWidth: boldWidth(text),
    };
  });
}

/** Its lower left end, as tokens and accuracy. */
type Corner = readonly [tokens: number, accuracy: number];

const crossOf = ({ x, y, left, right, top, bottom }: Mark): Line[] => [
  [left, y, right, y],
  [x, bottom, x, top],
];

const linesOf = (points: readonly (readonly [number, number])[]): Line[] =>
  points.slice(1).map(([x, y], index) => [...(points[index] as readonly [number, number]), x, y]);

/** The cross, and on it the point; a filled point remains broad as a ring. */
function drawMark(mark: Mark) {
  const { x, y, level, radius, point } = mark;
  const { color, hollow } = point;
  const fill = level > 0 ? 'none' : hollow ? palette.card : color;
  const lineWidth = level > 0 && !hollow ? 4 : 2;
  return [
    ...crossOf(mark).map(([x1, y1, x2, y2]) => ({
      type: 'line',
      shape: { x1, y1, x2, y2 },
      style: { stroke: color, lineWidth: 1.4 },
    })),
    { type: 'circle', shape: { cx: x, cy: y, r: radius - 1 }, style: { fill, stroke: color, lineWidth } },
  ];
}

const nameSize = fontSize + 1;

const boldWidth = (text: string): number => 1.1 * textWidth(text, nameSize);

function drawName({ text, color }: PlanePoint, place: NamePlace | undefined) {
  if (place === undefined) return [];
  const style = {
    text,
    ...place,
    verticalAlign: 'middle',
    fill: color,
    stroke: palette.card,
    lineWidth: 3,
    fontSize: nameSize,
    fontFamily: 'inherit',
    fontWeight: 600,
  };
  return [{ type: 'text', style }];
}
