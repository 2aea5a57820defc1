import type { TemplateReference } from '@allot/spec';
import { expectTypeOf, test } from 'vitest';
import { advantages, rewards } from './index.js';

test('parameters are known by name and type', () => {
  expectTypeOf(rewards.hbpo({ alpha: 0.01 })).toEqualTypeOf<TemplateReference>();
  expectTypeOf(advantages.hbpo({ intra: false, epsilon: 0 })).toEqualTypeOf<TemplateReference>();
  expectTypeOf(advantages.grpo()).toEqualTypeOf<TemplateReference>();
  // @ts-expect-error misspelt
  rewards.hbpo({ bata: 4 });
  // @ts-expect-error a number, not text
  rewards.hbpo({ alpha: '1 / lMax' });
  // @ts-expect-error a flag, not a number
  advantages.hbpo({ intra: 1 });
  // @ts-expect-error it has none
  rewards.classic({ beta: 1 });
});
