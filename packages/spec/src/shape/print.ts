// Prints an expression as math text with no more parentheses than it needs.
import type { BinaryOperator, Expression } from './expression.js';

const strength: Readonly<Record<BinaryOperator, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
};

export const printShape = (expression: Expression): string => print(expression, 0);

function print(expression: Expression, outer: number): string {
  switch (expression.kind) {
    case 'number':
      return expression.value === Math.PI ? 'pi' : String(expression.value);
    case 'field':
    case 'parameter':
      return expression.name;
    case 'unary': {
      const operand = print(expression.operand, 7);
      return `${expression.operator}${operand.startsWith('-') ? `(${operand})` : operand}`;
    }
    case 'binary': {
      const own = strength[expression.operator];
      const text = `${print(expression.left, own)} ${expression.operator} ${print(expression.right, own + 1)}`;
      return own < outer ? `(${text})` : text;
    }
    case 'call':
      return `${expression.function}(${expression.arguments.map(printShape).join(', ')})`;
    case 'conditional': {
      const text = `${print(expression.test, 1)} ? ${print(expression.consequent, 0)} : ${print(expression.alternative, 0)}`;
      return outer > 0 ? `(${text})` : text;
    }
    case 'reduce': {
      const where = expression.where ? ` where ${printShape(expression.where)}` : '';
      return `${expression.reducer}[${expression.scope}](${printShape(expression.of)}${where})`;
    }
  }
}
