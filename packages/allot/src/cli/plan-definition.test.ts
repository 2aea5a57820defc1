import type { Origin } from '@allot/spec';
import { expect, test } from 'vitest';
import { overridesIn, overridesOf } from './plan-definition.js';

test('the overrides of a plan are those that it was made with', () => {
  const overrides = overridesOf({
    steps: 10,
    engine: 'torch',
    sampler: 'own',
    set: [
      { path: 'optimizer.learningRate', value: '1e-4' },
      { path: 'tiers', value: '[{"budget": 1,\n"prefill": "a=b"}]' },
    ],
  });
  const origins = Object.fromEntries(
    overrides.map(({ path, flag }): [string, Origin] => [path, { from: 'flag', flag }]),
  );
  const more: Record<string, Origin> = {
    'tiers[0].budget': { from: 'flag', flag: overrides.at(-1)?.flag ?? '' },
    seed: { from: 'default' },
  };
  expect(overridesIn({ origins: { ...origins, ...more } })).toEqual(overrides);
});

test('what is no flag of a setting is left out', () => {
  const flags = ['--set', '--set path', '--resume now', 'steps 3'];
  const origins = Object.fromEntries(flags.map((flag): [string, Origin] => [flag, { from: 'flag', flag }]));
  expect(overridesIn({ origins })).toEqual([]);
});
