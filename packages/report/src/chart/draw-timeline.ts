// Lanes over the training steps: spans as bars, what happened at a step as a mark.
import type { TimelineLane, TimelineMark } from '../summary/run-timeline.js';
import { fontSize, gridLines, horizontalAxis } from './axes.js';
import { type Canvas, drawSvg } from './draw-svg.js';
import { palette } from './palette.js';
import { tightScale } from './ticks.js';

export interface Timeline extends Omit<Canvas, 'height'> {
  readonly lanes: readonly TimelineLane[];
  /** The last step of the axis. */
  readonly steps: number;
}

const laneHeight = 26;

const marks = {
  plain: { color: palette.trained, symbol: 'circle' },
  good: { color: 'var(--good)', symbol: 'circle' },
  warning: { color: 'var(--warn)', symbol: 'triangle' },
  bad: { color: 'var(--bad)', symbol: 'diamond' },
} as const satisfies Readonly<Record<TimelineMark['kind'], object>>;

export function drawTimeline(timeline: Timeline): string {
  const { lanes, steps } = timeline;
  const across = tightScale(0, Math.max(1, steps), 8);
  const up = { min: -0.5, max: lanes.length - 0.5, ticks: lanes.map((_, index) => index) };
  return drawSvg(
    {
      grid: { left: 92, right: 18, top: 4, bottom: 40 },
      xAxis: horizontalAxis(across, 'tokens', 'training step'),
      yAxis: {
        type: 'value',
        inverse: true,
        min: up.min,
        max: up.max,
        axisLine: { show: false },
        axisTick: { show: false },
        splitLine: { show: false },
        axisLabel: {
          customValues: [...up.ticks],
          formatter: (index: number) => lanes[index]?.name ?? '',
          color: palette.muted,
          fontSize,
        },
      },
      series: [
        ...gridLines(up, across.min, across.max),
        ...lanes.flatMap(({ spans }, lane) =>
          spans.map(({ from, to, back }) => spanSeries(lane, from, to, back)),
        ),
        ...lanes.flatMap((lane, index) => markSeries(lane, index)),
      ],
    },
    { ...timeline, height: 44 + laneHeight * lanes.length },
  );
}

const spanSeries = (lane: number, from: number, to: number, back = false): object => ({
  type: 'line',
  silent: true,
  symbol: back ? ['none', 'arrow'] : 'none',
  showSymbol: back,
  symbolSize: back ? 8 : 0,
  clip: false,
  lineStyle: back
    ? { color: 'var(--bad)', width: 1.6, type: [4, 3] }
    : { color: palette.base, width: 8, cap: 'butt', opacity: 0.45 },
  itemStyle: { color: 'var(--bad)' },
  data: [
    [from, lane],
    [to, lane],
  ],
});

function markSeries({ marks: all }: TimelineLane, lane: number): object[] {
  return Object.entries(marks).flatMap(([kind, { color, symbol }]) => {
    const own = all.filter((mark) => mark.kind === kind);
    if (own.length === 0) return [];
    return [
      {
        type: 'scatter',
        silent: true,
        clip: false,
        symbol,
        symbolSize: kind === 'plain' ? 8 : 11,
        itemStyle: { color, borderColor: palette.card, borderWidth: 1 },
        data: own.map(({ step }) => [step, lane]),
      },
    ];
  });
}
