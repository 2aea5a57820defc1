// Whatever stands in a definition, checking answers with diagnostics and never throws.
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { baseReinforcement, baseSupervised } from './testing/base-definitions.js';
import { codesOf, planText } from './testing/check-text.js';

const complete = [
  {
    ...baseReinforcement,
    kind: 'reinforcement',
    environment: { kind: 'shaky-scratchpad', slipRate: 0.1 },
    objective: {},
    engine: {},
  },
  { ...baseSupervised, checkpoints: { keep: 1 } },
];

const junk = ['text', 7, -1, Number.NaN, Number.POSITIVE_INFINITY, true, null, [], [[]], {}, { kind: 1 }];

type Place = readonly (string | number)[];

const placesIn = (value: unknown): Place[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, member]) => [
        [key],
        ...placesIn(member).map((rest) => [key, ...rest]),
      ])
    : [];

function replaced(owner: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) return value;
  const copy = (Array.isArray(owner) ? [...owner] : { ...(owner as object) }) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, value);
  return copy;
}

test.each(complete)('a $kind definition with one value replaced by another', async (definition) => {
  for (const place of placesIn(definition))
    for (const value of junk) {
      const text = stringify(replaced(definition, place, value), { aliasDuplicateObjects: false });
      const { plan, diagnostics } = await planText(text);
      const told = diagnostics.some(({ severity }) => severity === 'error');
      expect(plan === undefined, `${place.join('.')} = ${stringify(value)}`).toBe(told);
      const notFinite = typeof value === 'number' && !Number.isFinite(value);
      expect(told || !notFinite, `${place.join('.')} = ${stringify(value)}`).toBe(true);
    }
});

test('numbers that are not finite are told once, with a remedy', async () => {
  const result = await planText(stringify({ ...baseReinforcement, seed: Number.NaN }));
  expect(codesOf(result)).toEqual(['schema/wrong-type']);
  expect(result.diagnostics[0]?.help).toBe('Write a finite number.');
});

test('a setting of the wrong form brings no further complaints', async () => {
  const evaluation = { ...baseReinforcement.evaluation, modes: [] };
  expect(codesOf(await planText(stringify({ ...baseReinforcement, evaluation })))).toEqual([
    'schema/wrong-length',
  ]);
  const train = { kind: 'arithmetic', split: 'train', operations: [1, 99] };
  const datasets = { ...baseReinforcement.datasets, train };
  expect(codesOf(await planText(stringify({ ...baseReinforcement, datasets })))).toEqual([
    'dataset/operations-range',
  ]);
});
