import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Line, type NamedPoint, type NamePlace, placeNames } from './place-names.js';

const area = { left: 0, right: 400, top: 0, bottom: 200 };

const pointAt = (x: number, y: number, cross: number, nameWidth = 80): NamedPoint => ({
  x,
  y,
  nameWidth,
  radius: 7,
  left: x - cross,
  right: x + cross,
  top: y - cross,
  bottom: y + cross,
});

const linesOf = ({ x, y, left, right, top, bottom }: NamedPoint): Line[] => [
  [left, y, right, y],
  [x, bottom, x, top],
];

const place = (points: readonly NamedPoint[]): NamePlace[] =>
  placeNames(points, points.flatMap(linesOf), area);

const boxOf = ({ x, y, align }: NamePlace, width: number) => {
  const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - 7, bottom: y + 7 };
};

const boxesOf = (points: readonly NamedPoint[]) =>
  place(points).map((found, index) => boxOf(found, points[index]?.nameWidth ?? 0));

it('keeps the names of points that are near each other off each other and off their crosses', () => {
  const points = [pointAt(200, 100, 40), pointAt(206, 104, 40), pointAt(200, 96, 40), pointAt(190, 100, 40)];
  const boxes = boxesOf(points);
  for (const [index, box] of boxes.entries()) {
    for (const other of boxes.slice(0, index))
      expect(
        box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom,
      ).toBe(false);
    for (const [fromX, fromY, toX, toY] of points.flatMap(linesOf)) {
      const [low, high] = [Math.min(fromY, toY), Math.max(fromY, toY)];
      expect(fromX < box.right && toX > box.left && low < box.bottom && high > box.top).toBe(false);
    }
  }
});

it('never writes a name of one or two points beyond the area', () => {
  const point = fc
    .tuple(fc.integer({ min: 10, max: 390 }), fc.integer({ min: 10, max: 190 }))
    .map(([x, y]) => pointAt(x, y, 20));
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 2 }), (points) => {
      for (const { left, right, top, bottom } of boxesOf(points)) {
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(area.right);
        expect(bottom).toBeLessThanOrEqual(area.bottom);
      }
    }),
  );
});
