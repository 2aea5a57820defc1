// Accesses of a member that is named in the source.
import { ts } from 'ts-morph';

export interface MemberAccess {
  readonly object: ts.Expression;
  readonly name: string;
  readonly token: ts.Node;
}

/** `object.name`, `object['name']` and `list[0]`. */
export function memberAccess(node: ts.Expression): MemberAccess | undefined {
  if (ts.isPropertyAccessExpression(node))
    return { object: node.expression, name: node.name.text, token: node.name };
  if (!ts.isElementAccessExpression(node)) return undefined;
  const key = node.argumentExpression;
  if (!ts.isStringLiteralLike(key) && !ts.isNumericLiteral(key)) return undefined;
  return { object: node.expression, name: key.text, token: key };
}
