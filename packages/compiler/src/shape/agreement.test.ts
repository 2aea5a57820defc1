// A shape as TypeScript runs it and as its lowered expression is evaluated: equal to the last bit.
import { createContext, runInContext } from 'node:vm';
import * as spec from '@allot/spec';
import { evaluateShape, runShape, type ShapeCase, type ShapeOf, type ShapeRows } from '@allot/spec';
import fc from 'fast-check';
import { ts } from 'ts-morph';
import { expect, test } from 'vitest';
import { lowerSource } from '../testing/lower-source.js';
import { randomShape } from '../testing/random-shapes.js';

/** The shape `example` of a source, run as JavaScript. */
function runSource(text: string): ShapeOf<spec.AdvantageRow> {
  const options = { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } };
  const { outputText } = ts.transpileModule(text, options);
  const exports: { example?: ShapeOf<spec.AdvantageRow> } = {};
  runInContext(outputText, createContext({ exports, require: () => spec }));
  return exports.example as ShapeOf<spec.AdvantageRow>;
}

const row: fc.Arbitrary<ShapeCase> = fc.record({
  tokens: fc.nat(9),
  budget: fc.constantFrom(4, 8),
  tier: fc.constantFrom(0, 1),
  lMax: fc.constant(16),
  correct: fc.boolean(),
  truncated: fc.boolean(),
  reward: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double()),
  group: fc.constantFrom('a', 'b', 'c'),
});

const columns = (rows: readonly ShapeCase[]): ShapeRows => ({
  length: rows.length,
  fields: Object.fromEntries(
    Object.keys(rows[0] ?? {})
      .filter((name) => name !== 'group')
      .map((name) => [name, rows.map((one) => Number(one[name as keyof ShapeCase]))]),
  ),
  group: rows.map(({ group }) => group as string),
});

test('random shapes', () => {
  let numbers = 0;
  fc.assert(
    fc.property(randomShape, fc.array(row, { minLength: 1, maxLength: 8 }), (text, rows) => {
      const { expression, diagnostics } = lowerSource(text);
      expect(diagnostics).toEqual([]);
      const lowered = [...evaluateShape(expression as spec.Expression, columns(rows))];
      expect(lowered).toEqual(runShape(runSource(text), rows));
      numbers += new Set(lowered.filter(Number.isFinite)).size;
    }),
    { numRuns: 150 },
  );
  expect(numbers).toBeGreaterThan(150);
});
