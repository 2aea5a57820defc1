// Evaluates an expression over the rows of a batch: one number a row.
import type { BinaryOperator, Expression, ShapeField, ShapeFunction } from './expression.js';

/** Columns of a batch: every field an expression reads, one value a row, and who belongs together. */
export interface ShapeRows {
  readonly length: number;
  readonly fields: Readonly<Partial<Record<ShapeField, ArrayLike<number>>>>;
  /** Group of every row: equal values are siblings. Absent: every row is a group of its own. */
  readonly group?: ArrayLike<number | string>;
}

/** One value a row. Throws when the rows lack a field that the expression reads (a caller's mistake). */
export function evaluateShape(expression: Expression, rows: ShapeRows): Float64Array {
  const value = columns(expression, rows);
  return typeof value === 'number' ? new Float64Array(rows.length).fill(value) : value;
}

type Column = Float64Array | number;

function columns(expression: Expression, rows: ShapeRows): Column {
  switch (expression.kind) {
    case 'number':
    case 'parameter':
      return expression.value;
    case 'field': {
      const column = rows.fields[expression.name];
      if (!column) throw new Error(`the rows have no field ${expression.name}`);
      return Float64Array.from(column);
    }
    case 'unary':
      return mapColumns(rows.length, [columns(expression.operand, rows)], unaries[expression.operator]);
    case 'binary':
      return mapColumns(
        rows.length,
        [columns(expression.left, rows), columns(expression.right, rows)],
        binaries[expression.operator],
      );
    case 'call':
      return mapColumns(
        rows.length,
        expression.arguments.map((argument) => columns(argument, rows)),
        functions[expression.function],
      );
    case 'conditional':
      return mapColumns(
        rows.length,
        [
          columns(expression.test, rows),
          columns(expression.consequent, rows),
          columns(expression.alternative, rows),
        ],
        (test, consequent, alternative) => (holds(test) ? consequent : alternative),
      );
    case 'reduce':
      return reduceColumn(expression, rows);
  }
}

type Operation = (...values: number[]) => number;

const truth = (value: boolean): number => (value ? 1 : 0);

/** As in JavaScript: 0 and NaN are false, every other number is true. */
const holds = (value: number): boolean => value !== 0 && !Number.isNaN(value);

const unaries: Readonly<Record<'-' | '!', Operation>> = {
  '-': (a = 0) => -a,
  '!': (a = 0) => truth(!holds(a)),
};

const binaries: Readonly<Record<BinaryOperator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '<': (a, b) => truth(a < b),
  '<=': (a, b) => truth(a <= b),
  '>': (a, b) => truth(a > b),
  '>=': (a, b) => truth(a >= b),
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '&&': (a, b) => (holds(a) ? b : a),
  '||': (a, b) => (holds(a) ? a : b),
};

const functions: Readonly<Record<ShapeFunction, Operation>> = {
  abs: Math.abs as Operation,
  cos: Math.cos as Operation,
  sin: Math.sin as Operation,
  exp: Math.exp as Operation,
  log: Math.log as Operation,
  sqrt: Math.sqrt as Operation,
  pow: Math.pow as Operation,
  min: Math.min,
  max: Math.max,
  floor: Math.floor as Operation,
  ceil: Math.ceil as Operation,
  round: Math.round as Operation,
  sign: Math.sign as Operation,
  tanh: Math.tanh as Operation,
};

function mapColumns(
  length: number,
  operands: readonly Column[],
  operation: Operation | ((a: number, b: number) => number),
): Column {
  const apply = operation as Operation;
  if (operands.every((operand) => typeof operand === 'number')) return apply(...(operands as number[]));
  const result = new Float64Array(length);
  const values: number[] = Array.from(operands, () => 0);
  for (let row = 0; row < length; row++) {
    for (let i = 0; i < operands.length; i++) {
      const operand = operands[i] as Column;
      values[i] = typeof operand === 'number' ? operand : (operand[row] as number);
    }
    result[row] = apply(...values);
  }
  return result;
}

function reduceColumn(expression: Extract<Expression, { kind: 'reduce' }>, rows: ShapeRows): Float64Array {
  const of = evaluateShape(expression.of, rows);
  const where = expression.where ? evaluateShape(expression.where, rows) : undefined;
  const sets = new Map<string, number[]>();
  const setOfRow: string[] = [];
  for (let row = 0; row < rows.length; row++) {
    const key = scopeKey(expression.scope, rows, row);
    setOfRow.push(key);
    const members = sets.get(key) ?? [];
    if (!sets.has(key)) sets.set(key, members);
    if (!where || holds(where[row] as number)) members.push(of[row] as number);
  }
  const statistics = new Map<string, number>();
  for (const [key, members] of sets) statistics.set(key, statistic(expression, members));
  return Float64Array.from(setOfRow, (key) => statistics.get(key) as number);
}

function scopeKey(scope: 'group' | 'tier' | 'batch', rows: ShapeRows, row: number): string {
  if (scope === 'batch') return '';
  const group = String(rows.group ? rows.group[row] : row);
  if (scope === 'group') return group;
  const tier = rows.fields.tier ?? rows.fields.budget;
  if (!tier) throw new Error('the rows have neither the field tier nor budget');
  return `${tier[row]}/${group}`;
}

function statistic(
  { reducer, empty, ddof }: Extract<Expression, { kind: 'reduce' }>,
  values: readonly number[],
): number {
  if (reducer === 'count') return values.length;
  if (values.length === 0) return empty;
  switch (reducer) {
    case 'min':
      return values.reduce((a, b) => Math.min(a, b));
    case 'max':
      return values.reduce((a, b) => Math.max(a, b));
    case 'sum':
      return sum(values);
    case 'mean':
      return sum(values) / values.length;
    case 'std': {
      if (values.length <= ddof) return empty;
      const mean = sum(values) / values.length;
      return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - ddof));
    }
  }
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
