// Evaluates an expression over the rows of a batch: one number a row.
import { applyOperator, type Column, keep, mapOne, mapTwo, selectRows } from './columns.js';
import type { Expression } from './expression.js';
import {
  type BinaryFunction,
  binaryFunctions,
  type FoldedFunction,
  foldedFunctions,
  type UnaryFunction,
  unaryFunctions,
  unaryOperations,
} from './operations.js';
import { reduceRows } from './reduce.js';
import { rowSets, type ShapeRows } from './row-sets.js';

/** One value a row. Throws when the rows lack a field that the expression reads (a caller's mistake). */
export const evaluateShape = (expression: Expression, rows: ShapeRows): Float64Array =>
  whole(keep(evaluate(expression, { rows, locals: new Map() })), rows.length);

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
      return column instanceof Float64Array ? column : new Float64Array(column);
    }
    case 'unary':
      return mapOne(unaryOperations[expression.operator], evaluate(expression.operand, scope));
    case 'binary':
      return applyOperator(
        expression.operator,
        evaluate(expression.left, scope),
        evaluate(expression.right, scope),
      );
    case 'call':
      return call(
        expression,
        expression.arguments.map((argument) => evaluate(argument, scope)),
      );
    case 'conditional':
      return selectRows(
        evaluate(expression.test, scope),
        evaluate(expression.consequent, scope),
        evaluate(expression.alternative, scope),
      );
    case 'let': {
      const value = keep(evaluate(expression.value, scope));
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
