// Points that would cover each other are drawn inside one another: a disc, and rings around it.

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly hollow: boolean;
}

/** Pixels between centres: nearer points cover each other by more than a half. */
const near = 6;

/** Of each point: 0 is drawn as it is, 1 as the ring around it, and so on. Hollow points go around filled ones. */
export function ringLevels(points: readonly Placed[]): number[] {
  const levels = new Map<Placed, number>();
  for (const point of [...points.filter(({ hollow }) => !hollow), ...points.filter(({ hollow }) => hollow)]) {
    const covered = [...levels].filter(([other]) => Math.hypot(other.x - point.x, other.y - point.y) < near);
    levels.set(point, Math.max(-1, ...covered.map(([, level]) => level)) + 1);
  }
  return points.map((point) => levels.get(point) ?? 0);
}
