// Bars or dots with interval whiskers, side by side in groups: base and trained by difficulty.
import type { CustomSeriesRenderItemAPI } from 'echarts';
import { formatShare, formatTokens, type Unit } from '../format.js';
import { fontSize, gridLines, leftMargin, verticalAxis } from './axes.js';
import { type Canvas, drawSvg } from './draw-svg.js';
import { palette } from './palette.js';
import { textWidth } from './text-width.js';
import { roundScale } from './ticks.js';

export interface Measured {
  readonly value: number;
  readonly interval: readonly [number, number];
}

export interface BarChart extends Canvas {
  readonly groups: readonly string[];
  readonly series: readonly { readonly color: string; readonly values: readonly (Measured | undefined)[] }[];
  readonly unit: Unit;
  /** Bars stand on 0; dots may have an axis that does not begin there. */
  readonly look: 'bars' | 'dots';
}

/** Part of a group's width that it takes: dots may stand further apart than bars, whose groups are seen by their gaps. */
const bandShare = { bars: 0.72, dots: 0.84 } as const;

/** Between two numbers, in pixels. */
const numberGap = 4;

/** Undefined when there is no value. */
export function drawBars(chart: BarChart): string | undefined {
  const { groups, series, unit, look } = chart;
  const all = series.flatMap(({ values }) => values.flatMap((value) => value ?? []));
  if (all.length === 0) return undefined;
  const low = look === 'bars' ? 0 : Math.min(...all.map(({ interval }) => interval[0]));
  const up = roundScale(low, Math.max(...all.map(({ interval }) => interval[1])), 4);
  const numbered = hasRoomForNumbers(chart, up.max);
  return drawSvg(
    {
      grid: { left: leftMargin(up, unit), right: 8, top: 18, bottom: 6, containLabel: true },
      xAxis: [
        {
          type: 'category',
          data: [...groups],
          axisTick: { show: false },
          axisLine: { lineStyle: { color: palette.axis }, onZero: false },
          axisLabel: {
            color: palette.ink,
            fontSize,
            interval: 0,
            width: (chart.width - 50) / groups.length,
            overflow: 'truncate',
          },
        },
        { type: 'value', min: 0, max: 1, show: false },
      ],
      yAxis: verticalAxis(up, unit),
      series: [
        ...gridLines(up, 0, 1).map((line) => ({ ...line, xAxisIndex: 1 })),
        ...series.map(({ color, values }, index) => ({
          type: 'custom',
          silent: true,
          data: values.map((value, group) => [group, value?.value ?? Number.NaN]),
          renderItem: (item: { dataIndex: number }, api: CustomSeriesRenderItemAPI) => {
            const measured = values[item.dataIndex];
            return (
              measured &&
              drawMeasured(api, item.dataIndex, measured, {
                ...chart,
                color,
                index,
                floor: up.min,
                ceiling: up.max,
                numbered,
              })
            );
          },
        })),
      ],
    },
    chart,
  );
}

/** Whether every number has room beside the next: else the numbers are in the table alone. */
function hasRoomForNumbers({ groups, series, unit, look, width }: BarChart, ceiling: number): boolean {
  const widest = Math.max(
    ...series.flatMap(({ values }) =>
      values.flatMap((one) => (one ? textWidth(labelOf(one.value, unit, ceiling), fontSize) : [])),
    ),
  );
  return (bandShare[look] * (width - 50)) / (groups.length * series.length) >= widest + numberGap;
}

interface Placed extends Pick<BarChart, 'series' | 'unit' | 'look'> {
  readonly color: string;
  /** Place of the series in its group. */
  readonly index: number;
  readonly floor: number;
  readonly ceiling: number;
  readonly numbered: boolean;
}

function drawMeasured(
  api: CustomSeriesRenderItemAPI,
  group: number,
  { value, interval }: Measured,
  placed: Placed,
) {
  const band = sizeAcross(api) * bandShare[placed.look];
  const width = band / placed.series.length;
  const at = (height: number): number => api.coord([group, height])[1] ?? 0;
  const center = (api.coord([group, value])[0] ?? 0) - band / 2 + width * (placed.index + 0.5);
  const whisker = {
    stroke: placed.look === 'bars' ? palette.ink : placed.color,
    lineWidth: 1.4,
    fill: 'none',
  };
  const line = (x1: number, y1: number, x2: number, y2: number) => ({
    type: 'line',
    shape: { x1, y1, x2, y2 },
    style: whisker,
  });
  const [bottom, top] = [at(interval[0]), at(interval[1])];
  const body =
    placed.look === 'bars'
      ? {
          type: 'rect',
          shape: {
            x: center - width * 0.44,
            y: at(value),
            width: width * 0.88,
            height: at(placed.floor) - at(value),
            r: [3, 3, 0, 0],
          },
          style: { fill: placed.color },
        }
      : { type: 'circle', shape: { cx: center, cy: at(value), r: 5 }, style: { fill: placed.color } };
  return {
    type: 'group',
    children: [
      body,
      line(center, bottom, center, top),
      line(center - 4, bottom, center + 4, bottom),
      line(center - 4, top, center + 4, top),
      ...(placed.numbered ? [numberOn(labelOf(value, placed.unit, placed.ceiling), center, top - 5)] : []),
    ],
  } as const;
}

const numberOn = (text: string, x: number, y: number) => ({
  type: 'text',
  style: {
    text,
    x,
    y,
    align: 'center',
    verticalAlign: 'bottom',
    fill: palette.ink,
    fontSize,
    fontFamily: 'inherit',
  },
});

/** Small shares need a decimal to differ. */
const labelOf = (value: number, unit: Unit, ceiling: number): string =>
  unit === 'share' ? formatShare(value, ceiling < 0.2 ? 1 : 0) : formatTokens(value);

/** Pixels of one group. */
function sizeAcross(api: CustomSeriesRenderItemAPI): number {
  const size = api.size?.([1, 0]);
  return (Array.isArray(size) ? size[0] : size) ?? 0;
}
