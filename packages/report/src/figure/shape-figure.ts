// A shape of a run as a figure: what it pays over the length of a response, in every tier.
import { curveColor, drawShape } from '../chart/draw-shape.js';
import { type DrawnShape, type ShapeCurve, shapeCurves } from '../shape/shape-curves.js';
import type { ShapeSetting } from '../shape/shape-setting.js';
import { drawLayouts, type Figure, type LegendEntry } from './figure.js';

export function shapeFigure(shape: DrawnShape, setting: ShapeSetting, id: string): Figure {
  const drawn = shapeCurves(shape, setting);
  const title = shape.kind === 'reward' ? 'Reward over length' : 'Advantage over length';
  const label = `${title}: ${drawn.curves.map((curve) => curveText(curve, setting)).join('; ')}.`;
  const drawings = drawLayouts('normal', id, (place) => drawShape(drawn, { ...place, label })) ?? [];
  const legend = drawn.curves.map(
    (curve): LegendEntry => ({
      text: curveText(curve, setting),
      color: curveColor(curve, setting.budgets.length),
      look: curve.correct ? 'line' : 'dashed',
    }),
  );
  const crossings = drawn.crossings.length > 0 ? ['Circles: two tiers change places.'] : [];
  const caption = [...crossings, ...(drawn.reference === undefined ? [] : [drawn.reference])].join(' ');
  return { title, caption, drawings, legend, size: 'normal' };
}

function curveText({ correct, tier }: ShapeCurve, { budgets }: ShapeSetting): string {
  const answer = correct ? 'right' : 'wrong';
  return tier === undefined ? answer : `${answer}, budget ${budgets[tier]}`;
}
