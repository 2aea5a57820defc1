import { expectTypeOf, test } from 'vitest';
import {
  type ClampedShape,
  clamp,
  onlyIf,
  perTier,
  type SumOfShapes,
  scale,
  scheduleOf,
  sum,
} from './combine.js';

const classic = { template: 'classic' } as const;

test('combinations are shapes themselves', () => {
  expectTypeOf(sum({ a: classic, b: scale(classic, scheduleOf([[0, 1]])) })).toEqualTypeOf<SumOfShapes>();
  expectTypeOf(clamp(perTier({ 512: classic }), { max: 1 })).toEqualTypeOf<ClampedShape>();
});

test('what makes no sense does not type', () => {
  expectTypeOf(onlyIf).parameter(0).toEqualTypeOf<string>();
  // @ts-expect-error a clamp needs a limit
  clamp(classic, {});
  // @ts-expect-error a condition is text, never a function
  onlyIf(() => true, classic);
  // @ts-expect-error tiers are told apart by budgets
  perTier({ small: classic });
  // @ts-expect-error not a shape
  sum({ a: 1 });
  // @ts-expect-error no such interpolation
  scheduleOf([[0, 1]], { interpolation: 'spline' });
});
