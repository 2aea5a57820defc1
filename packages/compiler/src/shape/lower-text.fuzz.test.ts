// Any text is either refused with a place or means what JavaScript means by it; nothing throws.
import { createContext, runInContext } from 'node:vm';
import { evaluateShape } from '@allot/spec';
import fc from 'fast-check';
import { ts } from 'ts-morph';
import { expect, test } from 'vitest';
import { lowerText } from './lower-text.js';

const row = { tokens: 6, budget: 4, lMax: 8, correct: true, truncated: false };
const values = [
  'tokens',
  'budget',
  'lMax',
  'correct',
  'truncated',
  '0',
  '2.5',
  '(',
  '-',
  '!',
  '+',
  'Math.abs(',
  'Math.min(',
];
const joints = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '**',
  '<',
  '>=',
  '===',
  '!==',
  '&&',
  '||',
  '?',
  ':',
  ',',
  ')',
  ') * (',
  ') ? (',
  ') : (',
];
const odd = [
  '.',
  '=>',
  '[',
  ']',
  '{',
  '}',
  "'a'",
  '`',
  'let',
  '=',
  '??',
  '++',
  'group',
  'x',
  ';',
  '//',
  '/*',
  '\\',
  '\n',
];

const soup = fc
  .array(fc.tuple(fc.constantFrom(...values), fc.constantFrom(...joints)), { minLength: 1, maxLength: 8 })
  .map((pairs) => {
    const text = pairs.flat().slice(0, -1).join(' ');
    const open = text.split('(').length - text.split(')').length;
    return open > 0 ? text + ')'.repeat(open) : text;
  });
const wild = fc
  .array(fc.constantFrom(...values, ...joints, ...odd), { maxLength: 10 })
  .map((tokens) => tokens.join(' '));

test('random texts', () => {
  let accepted = 0;
  const context = createContext({ ...row });
  const rows = {
    length: 1,
    fields: Object.fromEntries(Object.entries(row).map(([name, value]) => [name, [Number(value)]])),
  };
  fc.assert(
    fc.property(fc.oneof({ weight: 4, arbitrary: soup }, { weight: 1, arbitrary: wild }), (text) => {
      const span = { file: 'x.yaml', line: 1, column: 1, endLine: 1, endColumn: text.length + 1 };
      const [expression, diagnostics] = lowerText(text, { span }, 'reward-condition');
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      expect(errors.length > 0).toBe(expression === undefined);
      expect(errors.every((found) => found.span !== undefined)).toBe(true);
      const [value] = expression ? evaluateShape(expression, rows) : [];
      const run = expression
        ? Number(runInContext(ts.transpile(`(${text}\n)`, { target: ts.ScriptTarget.ES2022 }), context))
        : undefined;
      expect(value).toBe(run);
      if (expression) accepted++;
    }),
    { numRuns: 3000 },
  );
  expect(accepted).toBeGreaterThan(100);
});
