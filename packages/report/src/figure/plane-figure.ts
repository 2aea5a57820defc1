// Where policies stand in accuracy and tokens, as a figure: a few are named beside their points, more in a legend.
import { drawPlane, type PlaneChart, type PlanePoint } from '../chart/draw-plane.js';
import { formatShare, formatTokens } from '../format.js';
import { drawLayouts, type Figure, type LegendEntry } from './figure.js';

/** Names beside more points than these would hide each other. */
const mostNamed = 4;

/** Letters: a longer name has room on neither side of a point in the middle of a narrow card. */
const longestNamed = 20;

interface Plane extends Pick<PlaneChart, 'points' | 'paths'> {
  /** Unique inside the page. */
  readonly id: string;
  readonly caption: string;
}

/** Undefined where there is no point. */
export function planeFigure({ id, points, paths, caption }: Plane): Figure | undefined {
  const label = `Accuracy against tokens. ${points.map(({ text, tokens, accuracy }) => `${text}: ${formatShare(accuracy.value)} at ${formatTokens(tokens.value)} tokens`).join('; ')}.`;
  const crowded = points.length > mostNamed || points.some(({ text }) => text.length > longestNamed);
  const shown = crowded ? points.map((point) => ({ ...point, text: '' })) : points;
  const drawings = drawLayouts('normal', id, (place) => drawPlane({ ...place, label, points: shown, paths }));
  if (drawings === undefined) return undefined;
  const rings = hasEqual(points) ? ' Equal points are drawn as rings around one another.' : '';
  return {
    title: 'Accuracy against tokens',
    caption: `${caption}${rings}`,
    drawings,
    legend: crowded ? points.map(entryOf) : [],
    size: 'normal',
  };
}

const entryOf = ({ text, color, hollow }: PlanePoint): LegendEntry => ({
  text,
  color,
  look: hollow ? 'ring' : 'point',
});

const hasEqual = (points: readonly PlanePoint[]): boolean =>
  new Set(points.map(({ tokens, accuracy }) => `${tokens.value} ${accuracy.value}`)).size < points.length;
