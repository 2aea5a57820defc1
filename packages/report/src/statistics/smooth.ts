// What a curve needs before it is drawn: a moving mean, and fewer points where there are too many.
import { finite } from '../format.js';

export type CurvePoint = readonly [step: number, value: number | undefined];

/** Points of the smoothing window for a curve of so many points: about a fifteenth of it, odd; 1 for short curves. */
export const smoothingWindow = (points: number): number => 2 * Math.floor(points / 30) + 1;

/**
 * Local linear regression over a window of neighbours: a centred moving mean inside, a moving line at the ends, so
 * that the curve neither lags nor jumps there. Gaps (undefined values) stay out of it and stay gaps.
 */
export function smoothCurve(points: readonly CurvePoint[], window: number): CurvePoint[] {
  const half = Math.floor(window / 2);
  const last = points.length - 1;
  return points.map(([step, value], index) => {
    if (value === undefined) return [step, undefined];
    const start = Math.max(0, Math.min(index - half, last - 2 * half));
    const near = points
      .slice(start, start + 2 * half + 1)
      .flatMap(([at, other]) => (other === undefined ? [] : [[at, other] as const]));
    return [step, fitAt(step, near)];
  });
}

/** The least-squares line through the points, at `step`; never outside their range, so that no share falls below 0. */
function fitAt(step: number, points: readonly (readonly [number, number])[]): number {
  const middle = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const mean = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const spread = points.reduce((sum, [x]) => sum + (x - middle) ** 2, 0);
  if (spread === 0) return mean;
  const slope = points.reduce((sum, [x, y]) => sum + (x - middle) * (y - mean), 0) / spread;
  const values = points.map(([, y]) => y);
  return Math.min(Math.max(mean + slope * (step - middle), Math.min(...values)), Math.max(...values));
}

/** At most `most` points: means of equal stretches, each at its last step. */
export function thinCurve(points: readonly CurvePoint[], most: number): CurvePoint[] {
  if (points.length <= most) return [...points];
  const size = Math.ceil(points.length / most);
  const thinned: CurvePoint[] = [];
  for (let start = 0; start < points.length; start += size) {
    const stretch = points.slice(start, start + size);
    const values = stretch.flatMap(([, value]) => finite(value) ?? []);
    const mean = values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined;
    thinned.push([stretch.at(-1)?.[0] ?? 0, mean]);
  }
  return thinned;
}
