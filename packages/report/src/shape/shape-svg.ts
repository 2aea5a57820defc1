// A shape's plot as an SVG file of its own.
import { curveColor, drawShape } from '../chart/draw-shape.js';
import { palette } from '../chart/palette.js';
import { type LegendItem, lineItem, svgFile } from '../figure/svg-file.js';
import type { ShapeCurves } from './shape-curves.js';

/** The file's text. `name` is the template's. */
export function shapeSvg(name: string, shape: ShapeCurves): string {
  const subtitle = `${shape.kind} over the length of the response`;
  return svgFile({
    title: name,
    subtitle,
    label: `${name}: ${subtitle}`,
    legend: legendOf(shape),
    notes: shape.reference,
    chartHeight: 380,
    draw: (canvas) => drawShape(shape, canvas),
  });
}

function legendOf({ curves, crossings, setting: { budgets } }: ShapeCurves): LegendItem[] {
  const entries = curves.map((curve): LegendItem => {
    const answer = curve.correct ? 'right' : 'wrong';
    const text = curve.tier === undefined ? answer : `${answer}, budget ${budgets[curve.tier]}`;
    const look = curve.correct ? { width: 2.4 } : { width: 1.7, dashes: '5 4' };
    return lineItem(text, curveColor(curve, budgets.length), look);
  });
  if (crossings.length === 0) return entries;
  const dot: LegendItem['mark'] = (x, y) =>
    `<circle cx="${x + 10}" cy="${y}" r="3.5" fill="${palette.card}" stroke="${palette.ink}" stroke-width="1.4"/>`;
  return [...entries, { text: 'tiers change places', mark: dot }];
}
