// The parts of an expression, for whoever looks for something in one.
import type { Expression } from './expression.js';

/** The expressions directly inside, in the order in which they are written. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'parameter':
    case 'field':
    case 'local':
    case 'state':
    case 'signal':
      return [];
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'call':
      return expression.arguments;
    case 'conditional':
      return [expression.test, expression.consequent, expression.alternative];
    case 'let':
      return [expression.value, expression.body];
    case 'reduce':
      return expression.where ? [expression.of, expression.where] : [expression.of];
  }
}

/** Whether the expression or something inside it passes the test. */
export const somePart = (expression: Expression, test: (part: Expression) => boolean): boolean =>
  test(expression) || partsOf(expression).some((part) => somePart(part, test));

/** The expression with every expression directly inside replaced. */
export function mapParts(expression: Expression, change: (part: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'number':
    case 'parameter':
    case 'field':
    case 'local':
    case 'state':
    case 'signal':
      return expression;
    case 'unary':
      return { ...expression, operand: change(expression.operand) };
    case 'binary':
      return { ...expression, left: change(expression.left), right: change(expression.right) };
    case 'call':
      return { ...expression, arguments: expression.arguments.map(change) };
    case 'conditional':
      return {
        ...expression,
        test: change(expression.test),
        consequent: change(expression.consequent),
        alternative: change(expression.alternative),
      };
    case 'let':
      return { ...expression, value: change(expression.value), body: change(expression.body) };
    case 'reduce':
      return {
        ...expression,
        of: change(expression.of),
        ...(expression.where ? { where: change(expression.where) } : {}),
      };
  }
}

/** The expression with plain numbers in place of named constants: what it computes, whatever they are called. */
export const withoutNames = (expression: Expression): Expression =>
  expression.kind === 'parameter'
    ? { kind: 'number', value: expression.value }
    : mapParts(expression, withoutNames);
