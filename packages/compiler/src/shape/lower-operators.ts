// Operators and conditionals: as in JavaScript, where TypeScript's types allow them.
import { type BinaryOperator, shape } from '@allot/spec';
import { ts } from 'ts-morph';
import { isAssignment } from './assignment.js';
import { report } from './catalog-shape.js';
import type { Environment } from './environment.js';
import { commonExtent, commonType, failed, type Lowered, type ValueType } from './lowered.js';
import type { Lowerer } from './lowerer.js';
import { refuse, refuseOperator } from './refusals.js';

const Kind = ts.SyntaxKind;

const arithmetic: Partial<Record<ts.SyntaxKind, BinaryOperator>> = {
  [Kind.PlusToken]: '+',
  [Kind.MinusToken]: '-',
  [Kind.AsteriskToken]: '*',
  [Kind.SlashToken]: '/',
  [Kind.PercentToken]: '%',
  [Kind.AsteriskAsteriskToken]: '**',
};
const comparisons: Partial<Record<ts.SyntaxKind, BinaryOperator>> = {
  [Kind.LessThanToken]: '<',
  [Kind.LessThanEqualsToken]: '<=',
  [Kind.GreaterThanToken]: '>',
  [Kind.GreaterThanEqualsToken]: '>=',
  [Kind.EqualsEqualsEqualsToken]: '==',
  [Kind.ExclamationEqualsEqualsToken]: '!=',
};
const logical: Partial<Record<ts.SyntaxKind, BinaryOperator>> = {
  [Kind.AmpersandAmpersandToken]: '&&',
  [Kind.BarBarToken]: '||',
};

export function lowerBinary(
  { left: leftNode, operatorToken, right: rightNode }: ts.BinaryExpression,
  environment: Environment,
  lowerer: Lowerer,
): Lowered {
  const { kind } = operatorToken;
  const operator = arithmetic[kind] ?? comparisons[kind] ?? logical[kind];
  if (!operator) refuseOperator(operatorToken, lowerer);
  if (!operator && isAssignment(kind)) return failed;
  const left = lowerer.expression(leftNode, environment);
  const right = lowerer.expression(rightNode, environment);
  if (!operator) return failed;
  const made = {
    expression: shape.binary(left.expression, operator, right.expression),
    extent: commonExtent(left, right),
  };
  if (logical[kind]) return { ...made, type: commonType(left.type, right.type) };
  if (arithmetic[kind]) {
    requireNumber(leftNode, left.type, lowerer);
    requireNumber(rightNode, right.type, lowerer);
    return { ...made, type: 'number' };
  }
  if (!comparable(left, right)) lowerer.tell(operatorToken, report('shape/mixed-comparison', {}));
  return { ...made, type: 'flag' };
}

/** Two numbers, or two flags. */
const comparable = (a: Lowered, b: Lowered): boolean =>
  a.type === 'unknown' || b.type === 'unknown' || (a.type === b.type && a.type !== 'either');

/** Tells of a value that is true or false where a number is needed. */
export function requireNumber(node: ts.Expression, type: ValueType, lowerer: Lowerer): void {
  if (type === 'number' || type === 'unknown') return;
  const text = node.getText();
  const short = /^[\w.]+$/.test(text) ? text : '(...)';
  lowerer.tell(node, report('shape/flag-as-number', { text: short }));
}

export function lowerUnary(
  node: ts.PrefixUnaryExpression,
  environment: Environment,
  lowerer: Lowerer,
): Lowered {
  const operand = lowerer.expression(node.operand, environment);
  switch (node.operator) {
    case Kind.PlusToken:
      return { ...operand, type: 'number' };
    case Kind.MinusToken:
      return { ...operand, expression: shape.negate(operand.expression), type: 'number' };
    case Kind.ExclamationToken:
      return { ...operand, expression: shape.not(operand.expression), type: 'flag' };
    case Kind.TildeToken:
    case Kind.PlusPlusToken:
    case Kind.MinusMinusToken:
      refuse(node, lowerer);
      return failed;
  }
}

export function lowerConditional(
  { condition, whenTrue, whenFalse }: ts.ConditionalExpression,
  environment: Environment,
  lowerer: Lowerer,
): Lowered {
  const test = lowerer.expression(condition, environment);
  const consequent = lowerer.expression(whenTrue, environment);
  const alternative = lowerer.expression(whenFalse, environment);
  return choose(test, consequent, alternative);
}

export const choose = (test: Lowered, consequent: Lowered, alternative: Lowered): Lowered => ({
  expression: shape.when(test.expression, consequent.expression, alternative.expression),
  type: commonType(consequent.type, alternative.type),
  extent: commonExtent(test, consequent, alternative),
});
