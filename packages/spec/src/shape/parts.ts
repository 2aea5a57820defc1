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
