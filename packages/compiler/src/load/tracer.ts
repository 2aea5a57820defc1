// What following a definition's syntax offers to the rules of its calls.
import { ts } from 'ts-morph';
import type { Path } from '../path.js';

export interface Tracer {
  /** Records the value that `expression` gives at `path`, and everything inside it. */
  trace(expression: ts.Expression, path: Path, key: ts.Node | undefined): void;
  /** Records a node as the place of the value at `path`. */
  place(node: ts.Node, path: Path, key?: ts.Node): void;
  /** The expression that a name or a member access stands for, where the syntax tells. */
  settle(expression: ts.Expression): ts.Expression;
  /** Traces the members of an object as members of the value at `path`. */
  members(object: ts.ObjectLiteralExpression, path: Path): void;
}

/** The name of an object's member, where it is written as text. */
export function memberName(member: ts.ObjectLiteralElementLike): string | undefined {
  const { name } = member;
  if (!name) return undefined;
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  return ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression)
    ? name.expression.text
    : undefined;
}
