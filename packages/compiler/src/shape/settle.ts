// Follows names and member accesses to what they stand for at the top level of a definition's files.
import { ts } from 'ts-morph';
import { type Found, type Modules, unwrap } from '../load/modules.js';
import { memberName } from '../load/tracer.js';
import type { FunctionNode } from './environment.js';
import { isWritten } from './is-written.js';
import { memberAccess } from './member-access.js';

export type Settled =
  /** An expression that is no further name. */
  | { readonly kind: 'expression'; readonly expression: ts.Expression }
  | { readonly kind: 'function'; readonly node: FunctionNode }
  | { readonly kind: 'enum'; readonly declaration: ts.EnumDeclaration }
  | { readonly kind: 'enum-member'; readonly member: ts.EnumMember }
  | { readonly kind: 'namespace'; readonly source: ts.SourceFile }
  /** It may change while the definition runs, or has no value here. */
  | { readonly kind: 'changing'; readonly reason: string }
  | { readonly kind: 'outside'; readonly module: string; readonly name: string };

const MOST_STEPS = 64;

/** Undefined when nothing of this name is declared. */
export function settle(expression: ts.Expression, modules: Modules, steps = 0): Settled | undefined {
  if (steps > MOST_STEPS) return { kind: 'changing', reason: 'it refers to itself' };
  const node = unwrap(expression);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return { kind: 'function', node };
  if (ts.isIdentifier(node)) {
    if (declaredAround(node))
      return { kind: 'changing', reason: 'it belongs to a function around the shape' };
    return follow(modules.find(node.text, node.getSourceFile()), modules, steps);
  }
  const member = memberAccess(node);
  if (member) {
    const owner = settle(member.object, modules, steps + 1);
    return owner && memberOf(owner, member.name, modules, steps);
  }
  if (ts.isCallExpression(node) && node.expression.getText() === 'Object.freeze' && node.arguments[0])
    return settle(node.arguments[0], modules, steps + 1);
  return { kind: 'expression', expression: node };
}

/** Whether an access begins at a name that the function itself does not declare. */
export function beginsOutside(node: ts.Expression, bound: ReadonlyMap<string, unknown>): boolean {
  const inner = unwrap(node);
  if (ts.isIdentifier(inner)) return !bound.has(inner.text);
  const member = memberAccess(inner);
  return member !== undefined && beginsOutside(member.object, bound);
}

function follow(found: Found | undefined, modules: Modules, steps: number): Settled | undefined {
  switch (found?.kind) {
    case undefined:
      return undefined;
    case 'variable':
      return followVariable(found.declaration, modules, steps);
    case 'member': {
      const owner = settle(found.object, modules, steps + 1);
      return owner && memberOf(owner, found.name, modules, steps);
    }
    case 'function':
      return { kind: 'function', node: found.declaration };
    case 'expression':
      return settle(found.expression, modules, steps + 1);
    case 'enum':
    case 'namespace':
    case 'outside':
      return found;
  }
}

function followVariable(declaration: ts.VariableDeclaration, modules: Modules, steps: number): Settled {
  if (!(declaration.parent.flags & ts.NodeFlags.Const))
    return { kind: 'changing', reason: 'it is not declared with const' };
  if (!declaration.initializer) return { kind: 'changing', reason: 'it has no value here' };
  const settled = settle(declaration.initializer, modules, steps + 1);
  if (settled?.kind === 'expression' && isContainer(settled.expression) && isWritten(declaration))
    return { kind: 'changing', reason: 'its members are assigned to' };
  return settled ?? { kind: 'expression', expression: declaration.initializer };
}

const isContainer = (node: ts.Expression): boolean =>
  ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node);

const made: Settled = { kind: 'changing', reason: 'it is made while the definition runs' };

/** A member of an object, list, enum or module; undefined when it has none of this name. */
export function memberOf(owner: Settled, name: string, modules: Modules, steps = 0): Settled | undefined {
  if (owner.kind === 'namespace') return follow(modules.exported(name, owner.source), modules, steps + 1);
  if (owner.kind === 'enum') {
    const member = owner.declaration.members.find(
      (candidate) =>
        (ts.isIdentifier(candidate.name) || ts.isStringLiteral(candidate.name)) &&
        candidate.name.text === name,
    );
    return member && { kind: 'enum-member', member };
  }
  if (owner.kind !== 'expression') return owner;
  const { expression } = owner;
  if (ts.isArrayLiteralExpression(expression)) {
    const element = expression.elements.some(ts.isSpreadElement)
      ? undefined
      : expression.elements[Number(name)];
    return element && settle(element, modules, steps + 1);
  }
  if (!ts.isObjectLiteralExpression(expression)) return made;
  for (const property of expression.properties.toReversed()) {
    if (ts.isSpreadAssignment(property)) {
      const spread = settle(property.expression, modules, steps + 1);
      const found = spread ? memberOf(spread, name, modules, steps + 1) : made;
      if (found) return found;
    } else if (memberName(property) === undefined) return made;
    else if (memberName(property) === name) {
      if (ts.isPropertyAssignment(property)) return settle(property.initializer, modules, steps + 1);
      if (ts.isShorthandPropertyAssignment(property)) return settle(property.name, modules, steps + 1);
      return { kind: 'changing', reason: 'it is a method' };
    }
  }
  return undefined;
}

/** Names that an object, an enum or a module offers, for "did you mean". */
export function memberNames(owner: Settled): readonly string[] {
  if (owner.kind === 'enum') return owner.declaration.members.map(({ name }) => name.getText());
  if (owner.kind !== 'expression' || !ts.isObjectLiteralExpression(owner.expression)) return [];
  return owner.expression.properties.flatMap((property) => memberName(property) ?? []);
}

/** Whether a name is a parameter or a local of a function around the node. */
function declaredAround({ text, parent }: ts.Identifier): boolean {
  for (let node: ts.Node = parent; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isFunctionLike(node) && node.parameters.some(({ name }) => binds(name, text))) return true;
    if (ts.isBlock(node) && node.statements.some((statement) => declares(statement, text))) return true;
  }
  return false;
}

const declares = (statement: ts.Statement, text: string): boolean =>
  ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.some(({ name }) => binds(name, text))
    : ts.isFunctionDeclaration(statement) && statement.name?.text === text;

const binds = (name: ts.BindingName, text: string): boolean =>
  ts.isIdentifier(name)
    ? name.text === text
    : name.elements.some((element) => !ts.isOmittedExpression(element) && binds(element.name, text));
