// What lies outside the shape language, and what to write instead.
import { ts } from 'ts-morph';
import { isAssignment, isStep } from './assignment.js';
import { report } from './catalog-shape.js';
import type { Lowerer } from './lowerer.js';

interface Refusal {
  readonly what: string;
  readonly instead: string;
  /** Where to point; absent: at the first token. */
  readonly whole?: boolean;
}

const Kind = ts.SyntaxKind;
const pure = 'A shape is one value: name intermediates with const, and choose with `if` or `? :`.';
const bits = 'Use arithmetic: `Math.floor(a / 2 ** n)`, `a % 2`, or `&&` and `||` for flags.';
const noText = 'Use numbers and flags; `mode` and `tier` are numbers.';
const noLoop = 'Use a statistic such as `group.mean`, or write the terms out.';

const refusals: Partial<Record<ts.SyntaxKind, Refusal>> = {
  [Kind.StringLiteral]: { what: 'text', instead: noText, whole: true },
  [Kind.NoSubstitutionTemplateLiteral]: { what: 'text', instead: noText, whole: true },
  [Kind.TemplateExpression]: { what: 'template text', instead: noText, whole: true },
  [Kind.TaggedTemplateExpression]: { what: 'template text', instead: noText, whole: true },
  [Kind.RegularExpressionLiteral]: { what: 'a regular expression', instead: noText, whole: true },
  [Kind.BigIntLiteral]: { what: 'a bigint', instead: 'Write it without `n`.', whole: true },
  [Kind.NewExpression]: { what: '`new`', instead: 'Use numbers and functions of `Math`.' },
  [Kind.ThisKeyword]: { what: '`this`', instead: 'Read the fields of the row: `({ tokens }) => ...`.' },
  [Kind.SuperKeyword]: { what: '`super`', instead: 'Read the fields of the row: `({ tokens }) => ...`.' },
  [Kind.NullKeyword]: { what: '`null`', instead: 'Use a number.' },
  [Kind.AwaitExpression]: { what: '`await`', instead: 'A shape has nothing to wait for: remove it.' },
  [Kind.YieldExpression]: { what: '`yield`', instead: 'Return the value.' },
  [Kind.SpreadElement]: { what: '`...`', instead: 'Write the arguments out.' },
  [Kind.ArrayLiteralExpression]: { what: 'a list', instead: 'Use numbers; `Math.min(a, b)` takes several.' },
  [Kind.ObjectLiteralExpression]: {
    what: 'an object',
    instead: 'Use numbers; to call another shape, hand on the row: `(row, scopes) => other(row, scopes)`.',
  },
  [Kind.ArrowFunction]: { what: 'a function here', instead: 'Name it with const and call it.', whole: true },
  [Kind.FunctionExpression]: { what: 'a function here', instead: 'Name it with const and call it.' },
  [Kind.ClassExpression]: { what: 'a class', instead: pure },
  [Kind.TypeOfExpression]: {
    what: '`typeof`',
    instead: 'The type of every field is known: remove the test.',
  },
  [Kind.VoidExpression]: { what: '`void`', instead: 'Use a number.' },
  [Kind.DeleteExpression]: { what: '`delete`', instead: pure },
  [Kind.PrefixUnaryExpression]: { what: '`~`', instead: bits },
  [Kind.VariableStatement]: { what: 'a variable that may change', instead: 'Write `const`.' },
  [Kind.ExpressionStatement]: { what: 'a statement without effect on its value', instead: pure, whole: true },
  [Kind.ForStatement]: { what: 'a loop', instead: noLoop },
  [Kind.ForOfStatement]: { what: 'a loop', instead: noLoop },
  [Kind.ForInStatement]: { what: 'a loop', instead: noLoop },
  [Kind.WhileStatement]: { what: 'a loop', instead: noLoop },
  [Kind.DoStatement]: { what: 'a loop', instead: noLoop },
  [Kind.SwitchStatement]: { what: '`switch`', instead: 'Write `if` and `return`, or `? :`.' },
  [Kind.ThrowStatement]: { what: '`throw`', instead: 'Return a number on every path.' },
  [Kind.TryStatement]: { what: '`try`', instead: 'Nothing in a shape throws: remove it.' },
  [Kind.FunctionDeclaration]: {
    what: 'a function declaration',
    instead: 'Write `const name = (x: number) => ...`, or declare it at the top of the file.',
  },
  [Kind.ClassDeclaration]: { what: 'a class', instead: pure },
  [Kind.LabeledStatement]: { what: 'a label', instead: noLoop },
};

const operators: Partial<Record<ts.SyntaxKind, Refusal>> = {
  [Kind.QuestionQuestionToken]: { what: '`??`', instead: 'No field is ever missing: remove it.' },
  [Kind.CommaToken]: { what: 'the comma operator', instead: 'Keep the last expression.' },
  [Kind.InKeyword]: { what: '`in`', instead: 'Every row has every field: remove the test.' },
  [Kind.InstanceOfKeyword]: { what: '`instanceof`', instead: 'Every value is a number or a flag.' },
};

const step: Refusal = { what: 'an assignment', instead: pure, whole: true };
const otherwise: Refusal = { what: 'this', instead: pure };

/** Says that an expression or a statement lies outside. */
export function refuse(node: ts.Node, lowerer: Lowerer): void {
  const { what, instead, whole } = isStep(node) ? step : (refusals[node.kind] ?? otherwise);
  lowerer.tell(whole ? node : firstToken(node), report('shape/outside-subset', { what, instead }));
}

/** Says that the operator of a binary expression lies outside. */
export function refuseOperator(token: ts.Node, lowerer: Lowerer): void {
  const text = token.getText();
  if (text === '==' || text === '!=') {
    lowerer.tell(token, report('shape/loose-equality', { operator: text }));
    return;
  }
  const { what, instead } =
    operators[token.kind] ??
    (isAssignment(token.kind)
      ? { what: 'an assignment', instead: pure }
      : { what: `\`${text}\``, instead: bits });
  lowerer.tell(token, report('shape/outside-subset', { what, instead }));
}

/** Says that something lies outside that has no syntax of its own. */
export function refuseAs(node: ts.Node, what: string, instead: string, lowerer: Lowerer): void {
  lowerer.tell(node, report('shape/outside-subset', { what, instead }));
}

function firstToken(node: ts.Node): ts.Node {
  const token = node.getFirstToken();
  return token && !ts.isToken(node) ? firstToken(token) : node;
}
