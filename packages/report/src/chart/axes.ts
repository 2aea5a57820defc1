// Axes as every chart of the report has them: quiet grid lines, ticks that we chose, no chart junk.
import { tickFormat, type Unit } from '../format.js';
import { palette } from './palette.js';
import { textWidth } from './text-width.js';
import type { Scale } from './ticks.js';

export const fontSize = 12;

export const verticalAxis = (scale: Scale, unit: Unit) => ({
  type: 'value',
  min: scale.min,
  max: scale.max,
  axisLine: { show: false },
  axisTick: { show: false },
  axisLabel: {
    customValues: [...scale.ticks],
    formatter: tickFormat(scale.ticks, unit),
    color: palette.muted,
    fontSize,
  },
  splitLine: { show: false },
});

/** Part of a text in a wide font that the layout of axes does not know of. */
const unknownShare = 0.13;

/** Pixels at the left of a vertical axis whose labels the layout makes room for. */
export function leftMargin(scale: Scale, unit: Unit): number {
  const write = tickFormat(scale.ticks, unit);
  const widest = Math.max(...scale.ticks.map((tick) => textWidth(write(tick), fontSize)));
  return Math.max(4, Math.floor(unknownShare * widest));
}

export const horizontalAxis = (scale: Scale, unit: Unit, name: string) => ({
  ...verticalAxis(scale, unit),
  axisLine: { show: true, onZero: false, lineStyle: { color: palette.axis } },
  name,
  nameLocation: 'middle',
  nameGap: 24,
  nameTextStyle: { color: palette.muted, fontSize },
});

/** Grid lines at the vertical axis' ticks, drawn as a series since ticks of our choice have none of their own. */
export const gridLines = (scale: Scale, from: number, to: number): object[] =>
  scale.ticks.map((tick) => ({
    type: 'line',
    silent: true,
    showSymbol: false,
    clip: false,
    z: 0,
    lineStyle: { color: palette.grid, width: 1 },
    data: [
      [from, tick],
      [to, tick],
    ],
  }));
