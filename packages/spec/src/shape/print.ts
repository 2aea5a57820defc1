// Prints an expression as math text with no more parentheses than it needs.
import type { Expression, Reduction } from './expression.js';
import type { BinaryOperator } from './operations.js';
import { signalMember } from './signals.js';

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
  '%': 6,
  '**': 6.5,
};

/** Of `-` and `!`. */
const UNARY = 7;

export const printShape = (expression: Expression): string => print(expression, 0);

function print(expression: Expression, outer: number): string {
  switch (expression.kind) {
    case 'number':
      return expression.value === Math.PI ? 'pi' : String(expression.value);
    case 'field':
    case 'parameter':
      return expression.name;
    case 'unary': {
      const operand = print(expression.operand, UNARY);
      const text = `${expression.operator}${operand.startsWith('-') ? `(${operand})` : operand}`;
      return outer > UNARY ? `(${text})` : text;
    }
    case 'binary': {
      const own = strength[expression.operator];
      const power = expression.operator === '**';
      const left = print(expression.left, power ? UNARY + 1 : own);
      const right = print(expression.right, power ? own : own + 1);
      const text = `${power && left.startsWith('-') ? `(${left})` : left} ${expression.operator} ${right}`;
      return own < outer ? `(${text})` : text;
    }
    case 'call':
      return `${expression.function}(${expression.arguments.map(printShape).join(', ')})`;
    case 'conditional': {
      const text = `${print(expression.test, 1)} ? ${print(expression.consequent, 0)} : ${print(expression.alternative, 0)}`;
      return outer > 0 ? `(${text})` : text;
    }
    case 'let': {
      const text = `let ${expression.name} = ${print(expression.value, 0)} in ${print(expression.body, 0)}`;
      return outer > 0 ? `(${text})` : text;
    }
    case 'local':
      return expression.name;
    case 'state':
      return `state.${expression.name}`;
    case 'signal':
      return `${signalMember[expression.per]}.${expression.name}`;
    case 'reduce':
      return printReduction(expression);
  }
}

/** `mean[group](tokens where correct)`, `quantile(0.3)[group](...)`, `mean[group without itself](...)`. */
function printReduction({ reducer, scope, of, where, quantile, leaveOneOut }: Reduction): string {
  const which = reducer === 'quantile' ? `(${quantile ?? 0.5})` : '';
  const set = leaveOneOut ? `${scope} without itself` : scope;
  return `${reducer}${which}[${set}](${printShape(of)}${where ? ` where ${printShape(where)}` : ''})`;
}
