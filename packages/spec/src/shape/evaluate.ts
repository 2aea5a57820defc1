// Evaluates an expression over the rows of a batch: one number a row.
import type { Expression } from './expression.js';
import {
  type BinaryFunction,
  binaryFunctions,
  binaryOperations,
  type FoldedFunction,
  foldedFunctions,
  holds,
  type UnaryFunction,
  unaryFunctions,
  unaryOperations,
} from './operations.js';
import { reduceRows } from './reduce.js';
import { rowSets, type ShapeRows } from './row-sets.js';

/** One value a row. Throws when the rows lack a field that the expression reads (a caller's mistake). */
export const evaluateShape = (expression: Expression, rows: ShapeRows): Float64Array =>
  whole(evaluate(expression, { rows, locals: new Map() }), rows.length);

/** A constant stands for a column of equal values. */
type Column = Float64Array | number;

interface Scope {
  readonly rows: ShapeRows;
  readonly locals: ReadonlyMap<string, Column>;
}

const whole = (column: Column, length: number): Float64Array =>
  typeof column === 'number' ? new Float64Array(length).fill(column) : column;

function evaluate(expression: Expression, scope: Scope): Column {
  const { rows, locals } = scope;
  switch (expression.kind) {
    case 'number':
    case 'parameter':
      return expression.value;
    case 'field': {
      const column = rows.fields[expression.name];
      if (!column) throw new Error(`the rows have no field ${expression.name}`);
      return column instanceof Float64Array ? column : Float64Array.from(column);
    }
    case 'unary':
      return mapOne(unaryOperations[expression.operator], evaluate(expression.operand, scope));
    case 'binary':
      return mapTwo(
        binaryOperations[expression.operator],
        evaluate(expression.left, scope),
        evaluate(expression.right, scope),
      );
    case 'call':
      return call(
        expression,
        expression.arguments.map((argument) => evaluate(argument, scope)),
      );
    case 'conditional':
      return select(
        evaluate(expression.test, scope),
        evaluate(expression.consequent, scope),
        evaluate(expression.alternative, scope),
      );
    case 'let': {
      const value = evaluate(expression.value, scope);
      return evaluate(expression.body, { rows, locals: new Map([...locals, [expression.name, value]]) });
    }
    case 'local': {
      const value = locals.get(expression.name);
      if (value === undefined) throw new Error(`nothing is called ${expression.name} here`);
      return value;
    }
    case 'state': {
      const column = rows.state?.[expression.name];
      if (!column) throw new Error(`the memory has no cell ${expression.name}`);
      return Float64Array.from(column);
    }
    case 'reduce': {
      const of = whole(evaluate(expression.of, scope), rows.length);
      const where = expression.where && whole(evaluate(expression.where, scope), rows.length);
      return reduceRows(expression, rowSets(rows, expression.scope), of, where);
    }
  }
}

function call(
  { function: name }: Extract<Expression, { kind: 'call' }>,
  operands: readonly Column[],
): Column {
  const [first, second] = operands as readonly [Column, Column];
  if (name in unaryFunctions) return mapOne(unaryFunctions[name as UnaryFunction], first);
  if (name in binaryFunctions) return mapTwo(binaryFunctions[name as BinaryFunction], first, second);
  const fold = foldedFunctions[name as FoldedFunction];
  return operands.reduce((result, operand) => mapTwo(fold, result, operand));
}

function mapOne(operation: (a: number) => number, a: Column): Column {
  if (typeof a === 'number') return operation(a);
  const result = new Float64Array(a.length);
  for (let row = 0; row < result.length; row++) result[row] = operation(a[row] as number);
  return result;
}

function mapTwo(operation: (a: number, b: number) => number, a: Column, b: Column): Column {
  if (typeof a === 'number')
    return typeof b === 'number' ? operation(a, b) : mapOne((value) => operation(a, value), b);
  if (typeof b === 'number') return mapOne((value) => operation(value, b), a);
  const result = new Float64Array(a.length);
  for (let row = 0; row < result.length; row++) result[row] = operation(a[row] as number, b[row] as number);
  return result;
}

function select(test: Column, consequent: Column, alternative: Column): Column {
  if (typeof test === 'number') return holds(test) ? consequent : alternative;
  const result = new Float64Array(test.length);
  for (let row = 0; row < result.length; row++) {
    const column = holds(test[row] as number) ? consequent : alternative;
    result[row] = typeof column === 'number' ? column : (column[row] as number);
  }
  return result;
}
