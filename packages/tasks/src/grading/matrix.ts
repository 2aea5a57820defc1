// Sums, products and multiples of matrices, entry by entry.
import type { Expression, Items } from './expression.js';

/** Undefined for what is no matrix, or has sizes that do not fit. */
export function evaluateMatrix(expression: Expression): readonly Items[] | undefined {
  switch (expression.kind) {
    case 'matrix':
      return expression.rows;
    case 'negative':
      return map(evaluateMatrix(expression.of), (entry) => ({ kind: 'negative', of: entry }));
    case 'quotient':
      return map(evaluateMatrix(expression.over), (entry) => ({
        kind: 'quotient',
        over: entry,
        under: expression.under,
      }));
    case 'product':
      return product(expression.factors);
    case 'sum':
      return sum(expression.terms);
    default:
      return undefined;
  }
}

const map = (
  rows: readonly Items[] | undefined,
  change: (entry: Expression) => Expression,
): readonly Items[] | undefined => rows?.map((row) => row.map(change));

function sum(terms: Items): readonly Items[] | undefined {
  const matrices = terms.map(evaluateMatrix);
  const [first] = matrices;
  if (!first || !matrices.every((rows) => rows && sameSize(rows, first))) return undefined;
  return first.map((row, y) =>
    row.map((_, x) => ({ kind: 'sum', terms: matrices.map((rows) => rows?.[y]?.[x] as Expression) })),
  );
}

const sameSize = (a: readonly Items[], b: readonly Items[]): boolean =>
  a.length === b.length && a[0]?.length === b[0]?.length;

function product(factors: Items): readonly Items[] | undefined {
  let total: readonly Items[] | undefined;
  const numbers: Expression[] = [];
  for (const factor of factors) {
    const rows = evaluateMatrix(factor);
    if (!rows) numbers.push(factor);
    else if (!total) total = rows;
    else if (total[0]?.length === rows.length) total = multiply(total, rows);
    else return undefined;
  }
  return numbers.length === 0
    ? total
    : map(total, (entry) => ({ kind: 'product', factors: [...numbers, entry] }));
}

const multiply = (left: readonly Items[], right: readonly Items[]): readonly Items[] =>
  left.map((row) =>
    (right[0] ?? []).map((_, x) => ({
      kind: 'sum',
      terms: row.map((entry, y) => ({ kind: 'product', factors: [entry, right[y]?.[x] as Expression] })),
    })),
  );
