// Changes against a base with their intervals, one row each, around the line of no change.
import type { CustomSeriesRenderItemAPI } from 'echarts';
import { tickFormat } from '../format.js';
import { fontSize } from './axes.js';
import { type Canvas, drawSvg } from './draw-svg.js';
import { palette } from './palette.js';
import { textWidth } from './text-width.js';
import { roundScale, ticksAcross } from './ticks.js';

export interface ChangeRow {
  readonly name: string;
  readonly color: string;
  readonly value: number;
  /** Absent where there is none. */
  readonly interval?: readonly [number, number];
  /** Filled rows are told apart from no change, hollow ones are not. */
  readonly clear: boolean;
  /** The numbers, at the right end. */
  readonly text: string;
}

export interface ChangeChart extends Omit<Canvas, 'height'> {
  /** From the top. */
  readonly rows: readonly ChangeRow[];
  /** What the horizontal axis counts. */
  readonly across: string;
}

const rowHeight = 30;

/** Pixels between names, the points of the axis, and texts. */
const gap = 12;

/** Of names: longer ones are cut. */
const mostNameWidth = 130;

/** Undefined when there is no row. */
export function drawChanges({ rows, across, ...canvas }: ChangeChart): string | undefined {
  if (rows.length === 0) return undefined;
  const ends = rows.flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
  const scale = roundScale(Math.min(0, ...ends), Math.max(0, ...ends), ticksAcross(0.55 * canvas.width));
  const widest = (texts: readonly string[]): number =>
    Math.ceil(Math.max(...texts.map((text) => textWidth(text, fontSize))));
  const nameRoom = Math.min(mostNameWidth, widest(rows.map(({ name }) => name)));
  const textRoom = widest(rows.map(({ text }) => text));
  return drawSvg(
    {
      grid: { left: nameRoom + gap, right: gap + textRoom, top: 6, bottom: 44 },
      xAxis: {
        type: 'value',
        min: scale.min,
        max: scale.max,
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: {
          customValues: [...scale.ticks],
          formatter: tickFormat(scale.ticks, 'metric'),
          color: palette.muted,
          fontSize,
        },
        splitLine: { show: false },
        name: across,
        nameLocation: 'middle',
        nameGap: 24,
        nameTextStyle: { color: palette.muted, fontSize },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: rows.map(({ name }) => name),
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: {
          color: palette.ink,
          fontSize,
          interval: 0,
          margin: gap,
          width: mostNameWidth,
          overflow: 'truncate',
        },
      },
      series: [
        {
          type: 'custom',
          silent: true,
          clip: false,
          data: rows.map(({ value }, index) => [value, index]),
          renderItem: ({ dataIndex }: { dataIndex: number }, api: CustomSeriesRenderItemAPI) => {
            const row = rows[dataIndex];
            return row && drawRow(api, dataIndex, row, scale.max);
          },
        },
      ],
    },
    { ...canvas, height: 36 + rowHeight * rows.length },
  );
}

function drawRow(api: CustomSeriesRenderItemAPI, index: number, row: ChangeRow, end: number) {
  const at = (value: number): number => api.coord([value, index])[0] ?? 0;
  const y = api.coord([row.value, index])[1] ?? 0;
  const [low, high] = row.interval ?? [row.value, row.value];
  const line = (x1: number, y1: number, x2: number, y2: number, stroke: string, lineWidth: number) => ({
    type: 'line',
    shape: { x1, y1, x2, y2 },
    style: { stroke, lineWidth },
  });
  return {
    type: 'group',
    children: [
      line(at(0), y - rowHeight / 2, at(0), y + rowHeight / 2, palette.axis, 1.4),
      line(at(low), y, at(high), y, row.color, 2),
      line(at(low), y - 4, at(low), y + 4, row.color, 1.4),
      line(at(high), y - 4, at(high), y + 4, row.color, 1.4),
      {
        type: 'circle',
        shape: { cx: at(row.value), cy: y, r: 5 },
        style: { fill: row.clear ? row.color : palette.card, stroke: row.color, lineWidth: 2 },
      },
      {
        type: 'text',
        style: {
          text: row.text,
          x: at(end) + gap,
          y,
          align: 'left',
          verticalAlign: 'middle',
          fill: palette.ink,
          fontSize,
          fontFamily: 'inherit',
        },
      },
    ],
  };
}
