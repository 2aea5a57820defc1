// Fewer points for the same curve: those that a straight line between others would miss.

export type PlotPoint = readonly [x: number, y: number];

/**
 * Ramer-Douglas-Peucker over points whose x ascends: the rest lies within `tolerance` of the lines between the
 * points that are kept. Distances are vertical, in units of y; steps are kept as steps.
 */
export function simplifyCurve(points: readonly PlotPoint[], tolerance: number): PlotPoint[] {
  if (points.length < 3) return [...points];
  const kept = new Uint8Array(points.length);
  kept[0] = kept[points.length - 1] = 1;
  const open: (readonly [number, number])[] = [[0, points.length - 1]];
  for (let stretch = open.pop(); stretch; stretch = open.pop()) {
    const [first, last] = stretch;
    const [x1, y1] = points[first] as PlotPoint;
    const [x2, y2] = points[last] as PlotPoint;
    let [farthest, most] = [first, tolerance];
    for (let at = first + 1; at < last; at++) {
      const [x, y] = points[at] as PlotPoint;
      const distance = Math.abs(y - (y1 + ((y2 - y1) * (x - x1)) / (x2 - x1)));
      if (distance > most) [farthest, most] = [at, distance];
    }
    if (farthest === first) continue;
    kept[farthest] = 1;
    open.push([first, farthest], [farthest, last]);
  }
  return points.filter((_, at) => kept[at] === 1);
}
