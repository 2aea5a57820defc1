import { expectTypeOf, test } from 'vitest';
import type { gradientRules } from './gradient-rules.js';

type Rules = typeof gradientRules;

test('a missing rule does not compile', () => {
  expectTypeOf<Omit<Rules, 'exp'>>().not.toExtend<Rules>();
  expectTypeOf<Omit<Rules, never>>().toExtend<Rules>();
});

test("a rule sees its operation's attributes and operands", () => {
  type Context<Kind extends keyof Rules> = Parameters<Rules[Kind]>[2];
  expectTypeOf<Context<'slice'>['op']['start']>().toEqualTypeOf<number>();
  expectTypeOf<Context<'exp'>['op']>().not.toHaveProperty('start');
  expectTypeOf<Context<'where'>['inputs']['length']>().toEqualTypeOf<3>();
});
