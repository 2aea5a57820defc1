import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withMembers } from './write-row.js';

test.each([
  ['{"a":1}', '{"a":1,"reward":2}'],
  ['{"a": 1, "b": 2.0}', '{"a": 1, "b": 2.0, "reward": 2}'],
  [' {} ', '{"reward":2}'],
  ['{"reward": [1], "a": 1}', '{"reward": 2, "a": 1}'],
  ['{"id": 12345678901234567890, "10": 1e2 }', '{"id": 12345678901234567890, "10": 1e2, "reward": 2}'],
])('%s', (text, written) => {
  expect(withMembers(text, [['reward', '2']])).toBe(written);
});

test('the rest of any row stays as it was, and the order of its members too', () => {
  const row = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(
      row,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      (given, value, wide) => {
        const text = wide
          ? JSON.stringify(given, undefined, 1).replaceAll(/\n */g, ' ')
          : JSON.stringify(given);
        const written = JSON.parse(withMembers(text, [['reward', String(value)]])) as Record<string, unknown>;
        const before = JSON.parse(text) as Record<string, unknown>;
        expect(written.reward).toBe(value + 0);
        expect(Object.keys(written).filter((key) => key !== 'reward')).toEqual(
          Object.keys(before).filter((key) => key !== 'reward'),
        );
        expect({ ...written, reward: 0 }).toEqual({ ...before, reward: 0 });
      },
    ),
  );
});
