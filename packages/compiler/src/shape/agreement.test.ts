// A shape as TypeScript runs it and as its lowered expression is evaluated: equal to the last bit.
import { createContext, runInContext } from 'node:vm';
import * as spec from '@allot/spec';
import {
  evaluateShape,
  evaluateTokens,
  runCredit,
  runShape,
  type ShapeCase,
  type ShapeOf,
  type ShapeRows,
} from '@allot/spec';
import fc from 'fast-check';
import { ts } from 'ts-morph';
import { expect, test } from 'vitest';
import { lowerSource } from '../testing/lower-source.js';
import { randomCredit, randomShape } from '../testing/random-shapes.js';

/** The shape `example` of a source, run as JavaScript. */
function runSource<Row>(text: string): ShapeOf<Row, spec.ShapeScopes<spec.AdvantageRow>> {
  const options = { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } };
  const { outputText } = ts.transpileModule(text, options);
  const exports: { example?: ShapeOf<Row, spec.ShapeScopes<spec.AdvantageRow>> } = {};
  runInContext(outputText, createContext({ exports, require: () => spec }));
  return exports.example as ShapeOf<Row, spec.ShapeScopes<spec.AdvantageRow>>;
}

const row: fc.Arbitrary<ShapeCase> = fc.record({
  tokens: fc.nat(9),
  budget: fc.constantFrom(4, 8),
  tier: fc.constantFrom(0, 1),
  lMax: fc.constant(16),
  correct: fc.boolean(),
  truncated: fc.boolean(),
  reward: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double()),
  advantage: fc.integer({ min: -3, max: 3 }),
  group: fc.constantFrom('a', 'b', 'c'),
  response: fc
    .array(fc.tuple(fc.integer({ min: -8, max: 0 }), fc.boolean(), fc.boolean()), { maxLength: 5 })
    .map((tokens): spec.TokenColumns => {
      let segment = 0;
      return {
        logProbability: tokens.map(([value]) => value / 4),
        thinking: tokens.map(([, thinking]) => thinking),
        segmentIndex: tokens.map(([, , next]) => (next ? ++segment : segment)),
      };
    }),
});

const columns = (rows: readonly ShapeCase[]): ShapeRows => ({
  length: rows.length,
  fields: Object.fromEntries(
    Object.keys(rows[0] ?? {})
      .filter((name) => name !== 'group' && name !== 'response')
      .map((name) => [name, rows.map((one) => Number(one[name as keyof ShapeCase]))]),
  ),
  group: rows.map(({ group }) => group as string),
  responses: {
    row: Int32Array.from(rows.flatMap(({ response }, row) => lengthsOf(response).map(() => row))),
    fields: {
      index: rows.flatMap(({ response }) => lengthsOf(response)),
      ...Object.fromEntries(
        (['logProbability', 'thinking', 'segmentIndex'] as const).map((name) => [
          name,
          rows.flatMap(({ response }) => (response?.[name] ?? []).map(Number)),
        ]),
      ),
    },
  },
});

const lengthsOf = (response: spec.TokenColumns = {}): number[] =>
  (response.thinking ?? []).map((_, at) => at);

test('random credits', () => {
  let numbers = 0;
  fc.assert(
    fc.property(randomCredit, fc.array(row, { minLength: 1, maxLength: 6 }), (text, rows) => {
      const { expression, diagnostics } = lowerSource(text);
      expect(diagnostics).toEqual([]);
      const lowered = [...evaluateTokens(expression as spec.Expression, columns(rows))];
      expect(lowered).toEqual(runCredit(runSource(text), rows).flat());
      numbers += new Set(lowered.filter(Number.isFinite)).size;
    }),
    { numRuns: 150 },
  );
  expect(numbers).toBeGreaterThan(150);
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
