// The answer of a query as a table for people.
import { printTable } from '../cli/table.js';
import type { Cell, QueryResult } from './run-query.js';

const MOST_LETTERS = 60;

/** Numbers stand right and have six digits that count; long texts are cut. */
export function printResult({ columns, rows }: QueryResult, color: boolean): string {
  const heads = columns.map(({ name }, index) => {
    const isNumber = rows.some((row) => typeof row[index] === 'number');
    return isNumber ? ({ head: name, align: 'right' } as const) : { head: name };
  });
  return printTable(
    heads,
    rows.map((row) => row.map(printCell)),
    color,
  );
}

function printCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number')
    return Number.isInteger(cell) ? String(cell) : String(Number(cell.toPrecision(6)));
  const text = (typeof cell === 'object' ? JSON.stringify(cell) : String(cell)).replace(/\s+/g, ' ');
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;
}
