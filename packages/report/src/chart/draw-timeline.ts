// Lanes over the training steps: spans as bars, what happened at a step as a mark.
import type { TimelineLane, TimelineMark, TimelineSpan } from '../summary/run-timeline.js';
import { fontSize, gridLines, horizontalAxis } from './axes.js';
import { type Canvas, drawSvg } from './draw-svg.js';
import { palette } from './palette.js';
import { ticksAcross, tightScale } from './ticks.js';

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
  const across = tightScale(0, Math.max(1, steps), ticksAcross(timeline.width - 110));
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
          spans.map((span, index) => (span.back ? wayBack(span, lane) : stretch(span, lane, index))),
        ),
        ...lanes.flatMap((lane, index) => markSeries(lane, index)),
      ],
    },
    { ...timeline, height: 44 + laneHeight * lanes.length },
  );
}

/** Neighbours are told apart by their strength. */
const stretch = ({ from, to }: TimelineSpan, lane: number, index: number): object => ({
  type: 'line',
  silent: true,
  symbol: 'none',
  clip: false,
  lineStyle: { color: palette.base, width: 9, cap: 'butt', opacity: index % 2 === 0 ? 0.5 : 0.25 },
  data: [
    [from, lane],
    [to, lane],
  ],
});

const wayBack = ({ from, to }: TimelineSpan, lane: number): object => ({
  type: 'line',
  silent: true,
  showSymbol: true,
  clip: false,
  itemStyle: { color: 'var(--bad)' },
  lineStyle: { color: 'var(--bad)', width: 1.6, type: [4, 3] },
  data: [
    { value: [from, lane], symbol: 'none' },
    { value: [to, lane], symbol: 'arrow', symbolSize: 10, symbolRotate: 90 },
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
