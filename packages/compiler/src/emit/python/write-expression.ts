// Writes an expression as NumPy code: intermediates and statistics as assignments, the rest in place.
import {
  type BinaryOperator,
  type Expression,
  isOfTokens,
  isTokenField,
  type Reduction,
  type ShapeFunction,
} from '@allot/spec';
import { type Code, depthOf, flat } from './layout.js';
import { snakeCase } from './names.js';
import {
  asNumber,
  atom,
  besideColumn,
  callOf,
  infix,
  literal,
  type Piece,
  type PythonOperator,
  power,
  unary,
} from './piece.js';
import type { Level, Locals, Surroundings } from './surroundings.js';
import { writeReduction } from './write-reduction.js';

/** The surroundings, and what the expression has a value for. */
export interface Place extends Surroundings {
  readonly level: Level;
}

/** Brackets inside one another before a part gets a line of its own. */
const DEEPEST = 8;

export function writeExpression(expression: Expression, around: Place, locals: Locals): Piece {
  const piece = write(expression, around, locals);
  if (depthOf(piece.code) <= DEEPEST) return piece;
  return atom(around.assign('term', piece.code), piece.type);
}

function write(expression: Expression, around: Place, locals: Locals): Piece {
  const part = (inner: Expression): Piece => writeExpression(inner, around, locals);
  switch (expression.kind) {
    case 'number':
      return literal(expression.value);
    case 'parameter':
      return atom(around.parameter(expression.name, expression.value), 'constant');
    case 'field': {
      const piece = around.field(expression.name);
      return isTokenField(expression.name) ? piece : onLevel(piece, expression.name, around);
    }
    case 'state':
      return onLevel(around.cell(expression.name), expression.name, around);
    case 'signal': {
      const piece = around.signal(expression.name, expression.per);
      return expression.per === 'token' ? piece : onLevel(piece, expression.name, around);
    }
    case 'local': {
      const local = locals.get(expression.name);
      if (!local) throw new Error(`nothing is called ${expression.name} here`);
      return local.level === around.level ? local.piece : onLevel(local.piece, expression.name, around);
    }
    case 'let': {
      const { name, value } = expression;
      const level = isOfTokens(value, tokenLocals(locals)) ? around.level : 'row';
      const place = { ...around, level };
      const piece =
        value.kind === 'reduce'
          ? statistic(value, place, locals, name)
          : assigned(name, writeExpression(value, place, locals), around);
      return writeExpression(expression.body, around, new Map([...locals, [name, { piece, level }]]));
    }
    case 'unary': {
      if (expression.operator === '!') return unary('~', truth(expression.operand, around, locals), 'flag');
      const operand = asNumber(part(expression.operand));
      return unary('-', operand, operand.type);
    }
    case 'binary':
      return binary(expression, around, locals);
    case 'call':
      return call(expression.function, expression.arguments.map(part), around);
    case 'conditional':
      return conditional(expression, around, locals);
    case 'reduce':
      return statistic(expression, around, locals);
  }
}

/** A piece of rows on the level of the place. */
const onLevel = (piece: Piece, name: string, around: Place): Piece =>
  around.level === 'token' ? around.spread(piece, snakeCase(name)) : piece;

const tokenLocals = (locals: Locals): ReadonlySet<string> =>
  new Set([...locals].flatMap(([name, { level }]) => (level === 'token' ? [name] : [])));

const assigned = (name: string, value: Piece, around: Surroundings): Piece =>
  atom(around.assign(name, value.code), value.type);

/** Equal statistics share a variable; `name` is what the shape calls it, if it does. */
function statistic(reduction: Reduction, around: Place, locals: Locals, name?: string): Piece {
  const { reducer, scope, of, where } = reduction;
  const ofTokens = scope === 'segment' || scope === 'position';
  if (around.level === 'token' && !ofTokens) {
    const piece = statistic(reduction, { ...around, level: 'row' }, locals, name);
    return around.spread(piece, flat(piece.code));
  }
  const members: Place = { ...around, level: ofTokens || scope === 'response' ? 'token' : 'row' };
  const values = reducer === 'count' ? undefined : writeExpression(of, members, locals).code;
  const kept = where && truth(where, members, locals).code;
  return writeReduction(reduction, { of: values, where: kept }, around, name);
}

/** The expression as a condition: flags as they are, numbers by whether they hold. */
function truth(expression: Expression, around: Place, locals: Locals): Piece {
  if (expression.kind === 'binary' && (expression.operator === '&&' || expression.operator === '||')) {
    const operator = expression.operator === '&&' ? '&' : '|';
    const [left, right] = [expression.left, expression.right].map((side) => truth(side, around, locals));
    return infix(operator, left as Piece, right as Piece, 'flag');
  }
  const piece = writeExpression(expression, around, locals);
  return piece.type === 'flag' ? piece : { ...callOf(around.helper('holds'), piece.code), type: 'flag' };
}

type Binary = Extract<Expression, { kind: 'binary' }>;

function binary(expression: Binary, around: Place, locals: Locals): Piece {
  const left = writeExpression(expression.left, around, locals);
  const right = writeExpression(expression.right, around, locals);
  const operator: BinaryOperator = expression.operator;
  switch (operator) {
    case '&&':
    case '||':
      return logical(operator, left, right, around);
    case '%':
      return callOf('np.fmod', asNumber(left).code, asNumber(right).code);
    case '**':
      return raised(asNumber(left), asNumber(right), around);
    case '/':
      if (left.type === 'constant' && right.type === 'constant')
        return callOf('np.divide', left.code, right.code);
      return arithmetic(operator, left, right);
    case '+':
    case '-':
    case '*':
      return arithmetic(operator, left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=':
      return comparison(operator, left, right);
  }
}

/** Two flags would be added as sets are; beside a number a flag is 0 or 1. */
function arithmetic(operator: PythonOperator, left: Piece, right: Piece): Piece {
  const flags = left.type === 'flag' && right.type === 'flag';
  const [a, b] = flags ? [asNumber(left), asNumber(right)] : [left, right];
  const constant = a.type === 'constant' && b.type === 'constant';
  return infix(operator, besideColumn(a, b), besideColumn(b, a), constant ? 'constant' : 'column');
}

function comparison(operator: PythonOperator, left: Piece, right: Piece): Piece {
  const flag = infix(operator, besideColumn(left, right), besideColumn(right, left), 'flag');
  const constant = left.type === 'constant' && right.type === 'constant';
  return constant ? { ...callOf('np.bool_', flag.code), type: 'flag' } : flag;
}

function logical(operator: '&&' | '||', left: Piece, right: Piece, around: Surroundings): Piece {
  const and = operator === '&&';
  if (left.type === 'flag' && right.type === 'flag') return infix(and ? '&' : '|', left, right, 'flag');
  const [a, b] = [left, asNumber(right)];
  if (a.type === 'flag')
    return and ? callOf('np.where', a.code, b.code, '0.0') : callOf('np.where', a.code, '1.0', b.code);
  return callOf(around.helper(and ? 'both' : 'either'), a.code, b.code);
}

/** Whole exponents mean the same in Python; others go through the helper. */
function raised(base: Piece, exponent: Piece, around: Surroundings): Piece {
  const { literal: value = 0 } = exponent;
  if (base.type === 'column' && Number.isInteger(value) && value > 0 && value < 10) return power(base, value);
  return callOf(around.helper('power'), base.code, exponent.code);
}

const numpyNames: Readonly<Partial<Record<ShapeFunction, string>>> = {
  acos: 'arccos',
  asin: 'arcsin',
  atan: 'arctan',
  atan2: 'arctan2',
  min: 'minimum',
  max: 'maximum',
};
const ownNames = { round: 'round_half_up', sign: 'sign', pow: 'power' } as const;

function call(name: ShapeFunction, operands: readonly Piece[], around: Surroundings): Piece {
  const numbers = operands.map(asNumber);
  if (name === 'pow') return raised(numbers[0] as Piece, numbers[1] as Piece, around);
  const called =
    name in ownNames ? around.helper(ownNames[name as 'round']) : `np.${numpyNames[name] ?? name}`;
  if (name === 'min' || name === 'max')
    return numbers.reduce((result, operand) => callOf(called, result.code, operand.code));
  return callOf(called, ...numbers.map(({ code }) => code));
}

type Conditional = Extract<Expression, { kind: 'conditional' }>;

/** `np.where`, or `np.select` for a ladder of three conditions and more. */
function conditional(expression: Conditional, around: Place, locals: Locals): Piece {
  const rungs = ladder(expression);
  const tests = rungs.map(({ test }) => truth(test, around, locals).code);
  const arms = [...rungs.map(({ consequent }) => consequent), (rungs.at(-1) as Conditional).alternative].map(
    (arm) => writeExpression(arm, around, locals),
  );
  const flags = arms.every(({ type }) => type === 'flag');
  const values = arms.map((arm) => (flags ? arm : asNumber(arm)).code);
  const code = rungs.length < 3 ? nested(tests, values) : select(tests, values);
  return atom(code, flags ? 'flag' : 'column');
}

const ladder = (expression: Conditional): readonly Conditional[] =>
  expression.alternative.kind === 'conditional'
    ? [expression, ...ladder(expression.alternative)]
    : [expression];

const nested = (tests: readonly Code[], values: readonly Code[]): Code =>
  tests.reduceRight<Code>(
    (otherwise, test, rung) => callOf('np.where', test, values[rung] as Code, otherwise).code,
    values.at(-1) as Code,
  );

const select = (tests: readonly Code[], values: readonly Code[]): Code => {
  const bracketed = (items: readonly Code[]): Code => ({ kind: 'list', open: '[', items, close: ']' });
  return callOf('np.select', bracketed(tests), bracketed(values.slice(0, -1)), values.at(-1) as Code).code;
};
