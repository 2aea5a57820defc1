// Recognises assignments.
import { ts } from 'ts-morph';

/** `=`, `+=` and their like. */
export const isAssignment = (kind: ts.SyntaxKind): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** `x++` and its like. */
export const isStep = (node: ts.Node): node is ts.PostfixUnaryExpression | ts.PrefixUnaryExpression =>
  ts.isPostfixUnaryExpression(node) ||
  (ts.isPrefixUnaryExpression(node) &&
    (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken));
