// What a shape gives every row of cases.
import { type Diagnostic, type Expression, evaluateShape, type Phase } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import type { Cases } from './read-cases.js';

export interface CaseShape {
  readonly name: string;
  readonly kind: 'reward' | 'advantage';
  readonly expression: Expression;
  /** Named parts that the expression is the sum of; none where it is not a sum. */
  readonly components: Readonly<Record<string, Expression>>;
}

export interface CaseValues {
  readonly kind: CaseShape['kind'];
  readonly values: Float64Array;
  readonly components: Readonly<Record<string, Float64Array>>;
}

/** Diagnostics: `cases/no-value` for each row whose value is not finite; without a value where there are any. */
export function evaluateCases(
  shape: CaseShape,
  { rows, lines, texts }: Cases,
  file: string,
): Phase<CaseValues> {
  const { name, kind } = shape;
  const values = evaluateShape(shape.expression, rows);
  const components = Object.fromEntries(
    Object.entries(shape.components).map(([part, expression]) => [part, evaluateShape(expression, rows)]),
  );
  const diagnostics: Diagnostic[] = [];
  const check = (column: Float64Array, what: string): void => {
    for (const [row, value] of column.entries()) {
      if (Number.isFinite(value)) continue;
      const line = lines[row] as number;
      const span = { file, line, column: 1, endLine: line, endColumn: (texts[row] as string).length + 1 };
      diagnostics.push(
        reportCommand('cases/no-value', { what, name, file, line, value: String(value) }, { span }),
      );
    }
  };
  check(values, kind);
  for (const [part, column] of Object.entries(components)) check(column, `component ${part}`);
  return diagnostics.length > 0 ? [undefined, diagnostics] : [{ kind, values, components }, diagnostics];
}
