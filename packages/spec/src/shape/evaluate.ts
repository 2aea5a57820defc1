// Evaluates an expression over the rows of a batch, or over their tokens: one number each.
import { applyOperator, type Column, keep, mapOne, mapTwo, selectRows } from './columns.js';
import { type Expression, isTokenScope, type Reduction } from './expression.js';
import { isTokenField } from './fields.js';
import {
  type BinaryFunction,
  binaryFunctions,
  type FoldedFunction,
  foldedFunctions,
  type UnaryFunction,
  unaryFunctions,
  unaryOperations,
} from './operations.js';
import { isOfTokens } from './reads.js';
import { reduceRows, reduceSets } from './reduce.js';
import { rowSets, type ShapeRows, tokenSets, tokensOf } from './row-sets.js';

/** One value a row. Throws when the rows lack a field that the expression reads (a caller's mistake). */
export const evaluateShape = (expression: Expression, rows: ShapeRows): Float64Array =>
  whole(keep(evaluate(expression, levelOfRows(rows))), rows.length);

/** One value a token of `rows.responses`; where the expression looks at rows alone, its row's. Throws as evaluateShape does. */
export const evaluateTokens = (expression: Expression, rows: ShapeRows): Float64Array => {
  const level = levelOfTokens(levelOfRows(rows));
  return whole(keep(evaluate(expression, level)), level.length);
};

/** What is looked at, rows or their tokens, and the names that are known there. */
interface Level {
  readonly rows: ShapeRows;
  readonly length: number;
  readonly locals: ReadonlyMap<string, Column>;
  /** For tokens: the level of their rows. */
  readonly outer?: Level;
}

const levelOfRows = (rows: ShapeRows): Level => ({
  rows,
  length: rows.length,
  locals: new Map(Object.entries(rows.locals ?? {})),
});

/** The tokens of a level's rows. Throws when the rows have none. */
function levelOfTokens(outer: Level): Level {
  if (outer.outer) return outer;
  return { rows: outer.rows, length: tokensOf(outer.rows).row.length, locals: new Map(), outer };
}

/** A value of rows, for their tokens. */
function spread(column: Column, { rows }: Level): Column {
  if (typeof column === 'number') return column;
  return Float64Array.from(tokensOf(rows).row, (row) => column[row] as number);
}

const whole = (column: Column, length: number): Float64Array =>
  typeof column === 'number' ? new Float64Array(length).fill(column) : column;

const columnOf = (values: ArrayLike<number> | undefined, name: string): Float64Array => {
  if (!values) throw new Error(`the rows have no field ${name}`);
  return values instanceof Float64Array ? values : new Float64Array(values);
};

function evaluate(expression: Expression, level: Level): Column {
  const { rows, locals, outer } = level;
  switch (expression.kind) {
    case 'number':
    case 'parameter':
      return expression.value;
    case 'field': {
      const { name } = expression;
      if (isTokenField(name)) return columnOf(tokensOf(rows).fields[name], name);
      const column = columnOf(rows.fields[name], name);
      return outer ? spread(column, level) : column;
    }
    case 'unary':
      return mapOne(unaryOperations[expression.operator], evaluate(expression.operand, level));
    case 'binary':
      return applyOperator(
        expression.operator,
        evaluate(expression.left, level),
        evaluate(expression.right, level),
      );
    case 'call':
      return call(
        expression,
        expression.arguments.map((argument) => evaluate(argument, level)),
      );
    case 'conditional':
      return selectRows(
        evaluate(expression.test, level),
        evaluate(expression.consequent, level),
        evaluate(expression.alternative, level),
      );
    case 'let': {
      const { name, value, body } = expression;
      if (!outer || isOfTokens(value, locals)) return evaluate(body, bind(level, name, value));
      return evaluate(body, { ...level, outer: bind(outer, name, value) });
    }
    case 'local': {
      const value = locals.get(expression.name);
      if (value !== undefined) return value;
      if (!outer) throw new Error(`nothing is called ${expression.name} here`);
      return spread(evaluate(expression, outer), level);
    }
    case 'state': {
      const column = rows.state?.[expression.name];
      if (!column) throw new Error(`the memory has no cell ${expression.name}`);
      const own = Float64Array.from(column);
      return outer ? spread(own, level) : own;
    }
    case 'signal': {
      const { name, per } = expression;
      if (per === 'token') return columnOf(tokensOf(rows).signals?.[name], name);
      const column = columnOf(rows.signals?.[name], name);
      return outer ? spread(column, level) : column;
    }
    case 'reduce':
      return reduce(expression, level);
  }
}

const bind = (level: Level, name: string, value: Expression): Level => ({
  ...level,
  locals: new Map([...level.locals, [name, keep(evaluate(value, level))]]),
});

/** Statistics belong to rows, and are spread over their tokens; those of segments and positions belong to tokens. */
function reduce(reduction: Reduction, level: Level): Column {
  const { scope } = reduction;
  if (isTokenScope(scope)) {
    if (level.outer && scope === 'response') return spread(reduce(reduction, level.outer), level);
    const tokens = levelOfTokens(level);
    const { of, where } = membersOf(reduction, tokens);
    return scope === 'response'
      ? Float64Array.from(reduceSets(reduction, tokenSets(level.rows, scope), of, where))
      : reduceRows(reduction, tokenSets(level.rows, scope), of, where);
  }
  if (level.outer) return spread(reduce(reduction, level.outer), level);
  const { of, where } = membersOf(reduction, level);
  return reduceRows(reduction, rowSets(level.rows, scope), of, where);
}

function membersOf({ of, where }: Reduction, level: Level) {
  return {
    of: whole(evaluate(of, level), level.length),
    where: where && whole(evaluate(where, level), level.length),
  };
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
