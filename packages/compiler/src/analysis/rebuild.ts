// Makes an expression anew with some parts replaced.
import type { Expression } from '@allot/spec';

/** `change` gives a part's replacement, or undefined where its own parts are looked at. */
export function rebuild(
  expression: Expression,
  change: (part: Expression) => Expression | undefined,
): Expression {
  const replaced = change(expression);
  if (replaced) return replaced;
  const inside = (part: Expression): Expression => rebuild(part, change);
  switch (expression.kind) {
    case 'unary':
      return { ...expression, operand: inside(expression.operand) };
    case 'binary':
      return { ...expression, left: inside(expression.left), right: inside(expression.right) };
    case 'call':
      return { ...expression, arguments: expression.arguments.map(inside) };
    case 'conditional': {
      const { test, consequent, alternative } = expression;
      return {
        ...expression,
        test: inside(test),
        consequent: inside(consequent),
        alternative: inside(alternative),
      };
    }
    case 'let':
      return { ...expression, value: inside(expression.value), body: inside(expression.body) };
    case 'reduce': {
      const of = inside(expression.of);
      return expression.where
        ? { ...expression, of, where: inside(expression.where) }
        : { ...expression, of };
    }
    case 'number':
    case 'parameter':
    case 'field':
    case 'local':
      return expression;
  }
}
