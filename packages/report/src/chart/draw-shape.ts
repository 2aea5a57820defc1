// A shape over the length of a response: a curve a tier, wrong answers dashed, budgets upright, crossings as dots.
import type { ShapeCurve, ShapeCurves } from '../shape/shape-curves.js';
import { fontSize, gridLines, horizontalAxis, verticalAxis } from './axes.js';
import { type Canvas, drawSvg } from './draw-svg.js';
import { palette, tierColor } from './palette.js';
import { type PlotPoint, simplifyCurve } from './simplify.js';
import { roundScale, type Scale, ticksAcross, tightScale } from './ticks.js';

/** Pixels that a simplified curve may be off. */
const exactness = 0.05;

export function drawShape(shape: ShapeCurves, canvas: Canvas): string {
  const { lengths, curves, crossings, setting } = shape;
  const across = tightScale(0, setting.lMax, ticksAcross(canvas.width));
  const up = shapeScale(curves, 6);
  const tolerance = (exactness * (up.max - up.min)) / canvas.height;
  const marksTiers = curves.some(({ tier }) => tier !== undefined);
  return drawSvg(
    {
      grid: { left: 8, right: 18, top: 24, bottom: 26, containLabel: true },
      xAxis: horizontalAxis(across, 'tokens', 'length of the response in tokens'),
      yAxis: verticalAxis(up, 'metric'),
      series: [
        ...gridLines(up, across.min, across.max),
        ...(marksTiers ? setting.budgets.map((_, tier) => budgetLine(shape, tier, up)) : []),
        ...curves
          .toReversed()
          .flatMap((curve) => curveSeries(curve, lengths, tolerance, setting.budgets.length)),
        crossingDots(crossings),
      ],
    },
    canvas,
  );
}

/** A round scale over everything finite that the curves reach. */
export function shapeScale(curves: readonly ShapeCurve[], count: number): Scale {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values } of curves)
    for (const value of values)
      if (Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return low <= high ? roundScale(Math.min(0, low), Math.max(0, high), count) : roundScale(0, 1, count);
}

export const curveColor = ({ tier, correct }: ShapeCurve, tiers: number): string =>
  tier === undefined ? (correct ? palette.trained : palette.muted) : tierColor(tier, tiers);

function curveSeries(curve: ShapeCurve, lengths: Float64Array, tolerance: number, tiers: number): object[] {
  const color = curveColor(curve, tiers);
  return finiteStretches(curve.values, lengths).map((points) => ({
    type: 'line',
    silent: true,
    showSymbol: points.length === 1,
    symbol: 'circle',
    symbolSize: 4,
    itemStyle: { color },
    lineStyle: {
      color,
      width: curve.correct ? 2.2 : 1.6,
      type: curve.correct ? 'solid' : [5, 4],
      join: 'round',
    },
    data: simplifyCurve(points, tolerance).map((point) => [...point]),
  }));
}

/** Runs of points between lengths at which the shape has no value. */
function finiteStretches(values: Float64Array, lengths: Float64Array): PlotPoint[][] {
  const stretches: PlotPoint[][] = [[]];
  for (const [at, value] of values.entries()) {
    if (Number.isFinite(value)) stretches.at(-1)?.push([lengths[at] as number, value]);
    else stretches.push([]);
  }
  return stretches.filter((points) => points.length > 0);
}

function budgetLine({ setting: { budgets } }: ShapeCurves, tier: number, up: Scale): object {
  const [budget, color] = [budgets[tier] as number, tierColor(tier, budgets.length)];
  return {
    type: 'line',
    silent: true,
    symbol: 'none',
    clip: false,
    z: 1,
    lineStyle: { color, width: 1, type: [2, 4], opacity: 0.9 },
    endLabel: {
      show: true,
      formatter: () => String(budget),
      color,
      fontSize,
      distance: 4,
      align: 'center',
      verticalAlign: 'bottom',
      offset: [-4, -2],
    },
    data: [
      [budget, up.min],
      [budget, up.max],
    ],
  };
}

const crossingDots = (crossings: ShapeCurves['crossings']): object => ({
  type: 'scatter',
  silent: true,
  symbol: 'circle',
  symbolSize: 7,
  z: 5,
  itemStyle: { color: palette.card, borderColor: palette.ink, borderWidth: 1.4 },
  data: crossings.map(({ tokens, value }) => [tokens, value]),
});
