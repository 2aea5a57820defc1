// Configuration entries as YAML, as a YAML reader and OmegaConf read them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { launchScript } from '../verl/bundle-texts.js';
import type { ConfigEntry } from './config-entry.js';
import { printConfig } from './print-config.js';

test('groups, values and their origins', () => {
  const entries: readonly ConfigEntry[] = [
    { key: 'data.seed', value: 1, origin: 'seed' },
    { key: 'actor_rollout_ref.actor.optim.lr', value: 1e-8, origin: 'a\nb: 2' },
    { key: 'data.shuffle', value: true, origin: 'x' },
    { key: 'trainer.logger', value: ['console', 'file'], origin: 'x' },
    { key: 'actor_rollout_ref.actor.optim.override_optimizer_config', value: { eps: 1e-8 }, origin: 'x' },
  ];
  expect(printConfig(entries)).toBe(
    [
      'data:',
      '  seed: 1  # seed',
      '  shuffle: true  # x',
      'actor_rollout_ref:',
      '  actor:',
      '    optim:',
      '      lr: 1.0e-8  # a b: 2',
      '      override_optimizer_config: { eps: 1.0e-8 }  # x',
      'trainer:',
      '  logger: ["console", "file"]  # x',
      '',
    ].join('\n'),
  );
});

test('every number and text is read back as it is', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string()),
      fc.string(),
      (value, origin) => {
        const read = parse(printConfig([{ key: 'data.seed', value, origin }])) as { data: { seed: unknown } };
        expect(read).toEqual({ data: { seed: Object.is(value, -0) ? 0 : value } });
      },
    ),
  );
});

test('a path is one word of the shell, whatever it is called', () => {
  expect(launchScript("/it's $(touch x) `y`")).toContain("compiled_with='/it'\\''s $(touch x) `y`'");
});
