// Mistakes in texts of a YAML definition are pointed at inside the text, however it is written.
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { baseReinforcement } from '../testing/base-definitions.js';
import { planText } from '../testing/check-text.js';

const { reward: _, ...base } = baseReinforcement;

const head = stringify(base);
const below = head.split('\n').length - 1;

test.each([
  ['plain', "reward: { expression: 'tokenz / lMax' }\n", 1, 24],
  ['a block', 'reward:\n  expression: |\n    correct\n      ? 1 - tokenz / lMax\n      : 0\n', 4, 13],
  ['a folded block', 'reward:\n  expression: >-\n    correct ? 1 -\n    tokenz : 0\n', 4, 5],
  [
    'with an escaped tab, where the whole text is pointed at',
    'reward: { expression: "1 +\\t tokenz" }\n',
    1,
    23,
  ],
])('%s', async (_name, text, line, column) => {
  const { diagnostics } = await planText(head + text);
  const found = diagnostics.filter(({ code }) => code === 'shape/unknown-name');
  expect(found.map(({ span }) => [span && span.line - below, span?.column])).toEqual([[line, column]]);
});

test('names that every object has are no names of a shape', async () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    const { diagnostics } = await planText(`${head}reward: { expression: '${name}' }\n`);
    const found = diagnostics.find(({ code }) => code === 'shape/unknown-name');
    expect(found?.help).not.toContain('Math.');
  }
});
