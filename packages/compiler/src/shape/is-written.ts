// Whether an object or list that is declared with const is changed after all.
import { ts } from 'ts-morph';
import { isAssignment, isStep } from './assignment.js';
import { memberAccess } from './member-access.js';

const written = new WeakMap<ts.VariableDeclaration, boolean>();

/** Whether the file that declares the variable changes its members somewhere. */
export function isWritten(declaration: ts.VariableDeclaration): boolean {
  const known = written.get(declaration);
  if (known !== undefined) return known;
  const name = declaration.name.getText();
  const visit = (node: ts.Node): boolean =>
    (writtenPlace(node) !== undefined && rootOf(writtenPlace(node) as ts.Node) === name) ||
    (ts.forEachChild(node, visit) ?? false);
  const answer = visit(declaration.getSourceFile());
  written.set(declaration, answer);
  return answer;
}

/** What an assignment, an increment, a delete or Object.assign changes. */
function writtenPlace(node: ts.Node): ts.Node | undefined {
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) return node.left;
  if (isStep(node)) return node.operand;
  if (ts.isDeleteExpression(node)) return node.expression;
  if (!ts.isCallExpression(node)) return undefined;
  if (node.expression.getText() === 'Object.assign') return node.arguments[0];
  const method = memberAccess(node.expression);
  return method && mutators.has(method.name) ? method.object : undefined;
}

const mutators: ReadonlySet<string> = new Set([
  'copyWithin',
  'fill',
  'pop',
  'push',
  'reverse',
  'shift',
  'sort',
  'splice',
  'unshift',
]);

function rootOf(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
    return rootOf(node.expression);
  return ts.isParenthesizedExpression(node) || ts.isAsExpression(node) ? rootOf(node.expression) : undefined;
}
