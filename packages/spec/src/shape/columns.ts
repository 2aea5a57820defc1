// Operators over columns: one loop for each, so that no number is boxed between two rows.
import { type BinaryOperator, binaryOperations, holds } from './operations.js';

/** One value a row; a number stands for a column of equal values. */
export type Column = Float64Array | number;

/** Row `i` of an operand is `a[i & p]`: -1 reads on, 0 repeats the first value. */
type Loop = (out: Float64Array, a: Float64Array, p: number, b: Float64Array, q: number) => void;

const loops: Readonly<Partial<Record<BinaryOperator, Loop>>> = {
  '+': (out, a, p, b, q) => {
    for (let i = 0; i < out.length; i++) out[i] = (a[i & p] as number) + (b[i & q] as number);
  },
  '-': (out, a, p, b, q) => {
    for (let i = 0; i < out.length; i++) out[i] = (a[i & p] as number) - (b[i & q] as number);
  },
  '*': (out, a, p, b, q) => {
    for (let i = 0; i < out.length; i++) out[i] = (a[i & p] as number) * (b[i & q] as number);
  },
  '/': (out, a, p, b, q) => {
    for (let i = 0; i < out.length; i++) out[i] = (a[i & p] as number) / (b[i & q] as number);
  },
  '<': (out, a, p, b, q) => {
    for (let i = 0; i < out.length; i++) out[i] = (a[i & p] as number) < (b[i & q] as number) ? 1 : 0;
  },
  '<=': (out, a, p, b, q) => {
    for (let i = 0; i < out.length; i++) out[i] = (a[i & p] as number) <= (b[i & q] as number) ? 1 : 0;
  },
  '>': (out, a, p, b, q) => {
    for (let i = 0; i < out.length; i++) out[i] = (a[i & p] as number) > (b[i & q] as number) ? 1 : 0;
  },
  '>=': (out, a, p, b, q) => {
    for (let i = 0; i < out.length; i++) out[i] = (a[i & p] as number) >= (b[i & q] as number) ? 1 : 0;
  },
  '&&': (out, a, p, b, q) => {
    for (let i = 0; i < out.length; i++) out[i] = (holds(a[i & p] as number) ? b[i & q] : a[i & p]) as number;
  },
  '||': (out, a, p, b, q) => {
    for (let i = 0; i < out.length; i++) out[i] = (holds(a[i & p] as number) ? a[i & p] : b[i & q]) as number;
  },
};

/** The operator row by row. */
export function applyOperator(operator: BinaryOperator, a: Column, b: Column): Column {
  const loop = loops[operator];
  if (!loop || (typeof a === 'number' && typeof b === 'number'))
    return mapTwo(binaryOperations[operator], a, b);
  const out = outFor(a, b);
  const [first, p] = operandOf(a);
  const [second, q] = operandOf(b);
  loop(out, first, p, second, q);
  return out;
}

/** A function of one number, row by row. */
export function mapOne(operation: (a: number) => number, a: Column): Column {
  if (typeof a === 'number') return operation(a);
  const out = outFor(a);
  for (let i = 0; i < out.length; i++) out[i] = operation(a[i] as number);
  return out;
}

/** A function of two numbers, row by row. */
export function mapTwo(operation: (a: number, b: number) => number, a: Column, b: Column): Column {
  if (typeof a === 'number')
    return typeof b === 'number' ? operation(a, b) : mapOne((value) => operation(a, value), b);
  if (typeof b === 'number') return mapOne((value) => operation(value, b), a);
  const out = outFor(a, b);
  for (let i = 0; i < out.length; i++) out[i] = operation(a[i] as number, b[i] as number);
  return out;
}

/** `consequent` where `test` holds, `alternative` elsewhere. */
export function selectRows(test: Column, consequent: Column, alternative: Column): Column {
  if (typeof test === 'number') return holds(test) ? consequent : alternative;
  const out = outFor(test, consequent, alternative);
  const [first, p] = operandOf(consequent);
  const [second, q] = operandOf(alternative);
  for (let i = 0; i < out.length; i++)
    out[i] = (holds(test[i] as number) ? first[i & p] : second[i & q]) as number;
  return out;
}

const operandOf = (column: Column): readonly [values: Float64Array, mask: number] =>
  typeof column === 'number' ? [Float64Array.of(column), 0] : [column, -1];

/** Columns that were made here and have one reader yet to come, who may write into them. */
const scratch = new WeakSet<Float64Array>();

/** Says that the column will be read more than once, or by others. */
export function keep(column: Column): Column {
  if (typeof column !== 'number') scratch.delete(column);
  return column;
}

/** Where to write what becomes of the operands, of which at least one is a column. */
function outFor(...operands: readonly Column[]): Float64Array {
  const columns = operands.filter((operand) => typeof operand !== 'number');
  const own = columns.find((column) => scratch.has(column));
  if (own) return own;
  const made = new Float64Array(columns[0]?.length ?? 0);
  scratch.add(made);
  return made;
}
