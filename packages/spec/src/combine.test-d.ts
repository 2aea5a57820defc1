import { expectTypeOf, test } from 'vitest';
import { clamp, onlyIf, perTier, pipeline, scale, scheduleOf, sum } from './combine.js';
import type { ClampedShape, SumShape } from './shape-definition.js';

const classic = { template: 'classic' } as const;

test('combinations are shapes themselves', () => {
  expectTypeOf(sum({ a: classic, b: scale(classic, scheduleOf([[0, 1]])) })).toEqualTypeOf<SumShape>();
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
  // @ts-expect-error no such scope
  pipeline({ center: 'prompt' });
  // @ts-expect-error not a shape
  sum({ a: 1 });
  // @ts-expect-error no such interpolation
  scheduleOf([[0, 1]], { interpolation: 'spline' });
});
