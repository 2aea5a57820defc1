// What a shape gives every row of cases.
import {
  type Diagnostic,
  type Expression,
  evaluateShape,
  evaluateTokens,
  type Phase,
  type ResolvedCells,
} from '@allot/spec';
import { reportCommand } from '../catalog.js';
import type { Cases } from './read-cases.js';

export interface CaseShape {
  readonly name: string;
  readonly kind: 'reward' | 'advantage' | 'credit';
  readonly expression: Expression;
  /** Named parts that the expression is the sum of; none where it is not a sum. */
  readonly components: Readonly<Record<string, Expression>>;
  /** Cells of the memory that it reads. Absent: none. */
  readonly cells?: ResolvedCells;
}

export interface CaseValues {
  readonly kind: CaseShape['kind'];
  /** One a row; of a credit one a token. */
  readonly values: Float64Array;
  /** Of a credit: the row of each value. */
  readonly rowOfValue?: Int32Array;
  readonly components: Readonly<Record<string, Float64Array>>;
}

/** Diagnostics: `cases/no-value` for each row whose value is not finite; without a value where there are any. */
export function evaluateCases(
  shape: CaseShape,
  { rows, lines, texts }: Pick<Cases, 'rows' | 'lines' | 'texts'>,
  file: string,
): Phase<CaseValues> {
  const { name, kind } = shape;
  const ofTokens = kind === 'credit';
  const values = ofTokens ? evaluateTokens(shape.expression, rows) : evaluateShape(shape.expression, rows);
  const rowOfValue = ofTokens ? rows.responses?.row : undefined;
  const components = Object.fromEntries(
    Object.entries(shape.components).map(([part, expression]) => [part, evaluateShape(expression, rows)]),
  );
  const diagnostics: Diagnostic[] = [];
  const check = (column: Float64Array, what: string): void => {
    for (const [at, value] of column.entries()) {
      if (Number.isFinite(value)) continue;
      const row = rowOfValue?.[at] ?? at;
      const line = lines[row] as number;
      const span = { file, line, column: 1, endLine: line, endColumn: (texts[row] as string).length + 1 };
      diagnostics.push(
        reportCommand('cases/no-value', { what, name, file, line, value: String(value) }, { span }),
      );
    }
  };
  check(values, kind);
  for (const [part, column] of Object.entries(components)) check(column, `component ${part}`);
  if (diagnostics.length > 0) return [undefined, diagnostics];
  return [{ kind, values, components, ...(rowOfValue ? { rowOfValue } : {}) }, diagnostics];
}
