// Where the names of points go: beside each point, where no line, point or other name is in the way.

export interface NamedPoint {
  readonly x: number;
  readonly y: number;
  /** Pixels; of what is drawn there. */
  readonly radius: number;
  readonly nameWidth: number;
  /** Ends of its cross. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export type Line = readonly [fromX: number, fromY: number, toX: number, toY: number];

export interface NamePlace {
  readonly x: number;
  /** The middle of the letters. */
  readonly y: number;
  readonly align: 'left' | 'center' | 'right';
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const halfHeight = 8;

/** Pixels before and behind a name that stay free. */
const margin = 3;

/** How bad it is, as pixels away from the point. */
const cost = { outside: 1000, onName: 1000, onPoint: 400, onLine: 100 } as const;

/** One place for each point, in their order; `lines` are all that are drawn, `area` is where names may be. */
export function placeNames(points: readonly NamedPoint[], lines: readonly Line[], area: Box): NamePlace[] {
  const taken: Box[] = [];
  return points.map((point) => {
    const costOf = (place: NamePlace): number => {
      const box = boxOf(place, point.nameWidth);
      const aside = Math.hypot(
        distance(point.x, box.left, box.right),
        distance(point.y, box.top, box.bottom),
      );
      return (
        aside +
        (isInside(box, area) ? 0 : cost.outside) +
        cost.onName * taken.filter((other) => overlap(box, other)).length +
        cost.onPoint * points.filter((other) => overlap(box, around(other))).length +
        cost.onLine * lines.filter((line) => crosses(line, box)).length
      );
    };
    const best = placesBeside(point).reduce((least, place) =>
      costOf(place) < costOf(least) ? place : least,
    );
    taken.push(boxOf(best, point.nameWidth));
    return best;
  });
}

/** To its right and left, level with it or higher and lower, behind the ends of its cross, and over and under them. */
function placesBeside({ x, y, radius, left, right, top, bottom }: NamedPoint): [NamePlace, ...NamePlace[]] {
  const sides = (rise: number, toRight: number, toLeft: number): NamePlace[] => [
    { x: toRight, y: y + rise, align: 'left' },
    { x: toLeft, y: y + rise, align: 'right' },
  ];
  return [
    { x, y: Math.min(top, y - radius) - 11, align: 'center' },
    { x, y: Math.max(bottom, y + radius) + 11, align: 'center' },
    ...[5, 11, 17].flatMap((gap) =>
      [12, 28, 44, 60, 76].flatMap((rise) =>
        [-rise, rise].flatMap((signed) => sides(signed, x + radius + gap, x - radius - gap)),
      ),
    ),
    ...[0, -16, 16, -32, 32].flatMap((rise) => sides(rise, right + 8, left - 8)),
  ];
}

function boxOf({ x, y, align }: NamePlace, width: number): Box {
  const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
  return { left: left - margin, right: left + width + margin, top: y - halfHeight, bottom: y + halfHeight };
}

const around = ({ x, y, radius }: NamedPoint): Box => ({
  left: x - radius,
  right: x + radius,
  top: y - radius,
  bottom: y + radius,
});

const distance = (value: number, low: number, high: number): number => Math.max(low - value, value - high, 0);

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const isInside = (box: Box, area: Box): boolean =>
  box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom;

/** A line is seen as points close to each other. */
function crosses([fromX, fromY, toX, toY]: Line, box: Box): boolean {
  const parts = Math.ceil(Math.hypot(toX - fromX, toY - fromY) / halfHeight) + 1;
  return Array.from({ length: parts + 1 }, (_, part) => part / parts).some((share) => {
    const [x, y] = [fromX + share * (toX - fromX), fromY + share * (toY - fromY)];
    return x > box.left && x < box.right && y > box.top && y < box.bottom;
  });
}
