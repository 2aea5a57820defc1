// What a shape gives in TypeScript and as emitted NumPy code: equal within 1e-12, or the same NaN or infinity.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emitPython, functionName, type PythonShape } from '@allot/compiler';
import { evaluateShape, evaluateTokens, isOfTokens, printShape } from '@allot/spec';
import { templates } from '@allot/templates';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findMissing, python } from '../python.js';
import { randomExpressions, randomTokenExpressions } from './random-expressions.js';
import { evenGroups, raggedGroups } from './random-rows.js';
import { tokenShapes, userShapes } from './user-shapes.js';

const ROWS = 10_000;
const RANDOM = 200;

const missing = findMissing('numpy');
if (missing !== undefined) console.warn(`skipped: shapes as NumPy code: ${missing}`);

const shapes: readonly PythonShape[] = [
  ...[...templates.rewards.values()].map((template) => ({ ...template, expression: template.build({}) })),
  ...[...templates.advantages.values()].map((template) => ({ ...template, expression: template.build({}) })),
  ...[...templates.credits.values()].map((template) => ({ ...template, expression: template.build({}) })),
  ...Object.entries(userShapes).map(([name, expression]) => ({ name, kind: 'reward' as const, expression })),
  ...Object.entries(tokenShapes).map(([name, expression]) => ({ name, kind: 'credit' as const, expression })),
  ...[...randomExpressions(RANDOM, 3), ...randomTokenExpressions(RANDOM, 4)].map((expression, index) => ({
    name: `random ${index}`,
    kind: 'advantage' as const,
    expression,
  })),
];
const tables = [evenGroups(ROWS), raggedGroups(ROWS)];
const outOf = (shape: number, table: number): string => `out-${shape}-${table}.f64`;

describe.skipIf(missing !== undefined)('every shape in both languages', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'allot-shapes-'));
    const job = {
      tables: tables.map(({ fields, state, group, length, responses, signals }, table) => ({
        rows: length,
        group,
        columns: Object.fromEntries(
          [
            ...Object.entries(fields),
            ...Object.entries(state).map(asArgument),
            ...Object.entries(responses.fields),
            ...Object.entries(signals).map(([name, column]) => [`signal_${name}`, column] as const),
            ...Object.entries(responses.signals).map(
              ([name, column]) => [`token_signal_${name}`, column] as const,
            ),
            ['rowOfToken', Float64Array.from(responses.row)] as const,
          ].map(([name, column]) => {
            writeFileSync(join(folder, `${name}-${table}.f64`), column);
            return [
              name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
              `${name}-${table}.f64`,
            ];
          }),
        ),
      })),
      cases: shapes.map((shape, index) => {
        writeFileSync(join(folder, `shape_${index}.py`), emitPython(shape));
        const out = tables.map((_, table) => outOf(index, table));
        const tokens = isOfTokens(shape.expression);
        return { module: `shape_${index}`, function: functionName(shape.name), tokens, out };
      }),
    };
    writeFileSync(join(folder, 'job.json'), JSON.stringify(job));
    const script = fileURLToPath(new URL('evaluate-shapes.py', import.meta.url));
    execFileSync(python, ['-B', script, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(shapes.map((shape, index) => [`${shape.kind} ${shape.name}`, shape, index] as const))(
    '%s',
    (_, { expression }, index) => {
      for (const [at, table] of tables.entries()) {
        const expected = isOfTokens(expression)
          ? evaluateTokens(expression, table)
          : evaluateShape(expression, table);
        const bytes = readFileSync(join(folder, outOf(index, at)));
        const emitted = new Float64Array(Uint8Array.from(bytes).buffer);
        expect(emitted).toHaveLength(expected.length);
        const differing = [...expected.entries()].filter(
          ([row, value]) => !agree(value, emitted[row] as number),
        );
        const text = differing.map(([row, value]) => `row ${row}: ${value}, in Python ${emitted[row]}`);
        expect(text.slice(0, 3), `${printShape(expression)} in table ${at}`).toEqual([]);
      }
    },
  );
});

/** A cell is an argument of its own: `state_hapo_shortest`. */
const asArgument = ([cell, column]: [string, Float64Array]): [string, Float64Array] => [
  `state${cell.charAt(0).toUpperCase()}${cell.slice(1)}`,
  column,
];

/** Numbers below the least normal one have fewer digits, and are equal when both are that small. */
function agree(a: number, b: number): boolean {
  if (Object.is(a, b) || a === b) return true;
  const greatest = Math.max(Math.abs(a), Math.abs(b));
  return Math.abs(a - b) <= 1e-12 * greatest + 2.3e-308;
}
