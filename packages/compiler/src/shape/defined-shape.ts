// Recognises a call of defineReward, defineAdvantage, defineCoefficient or defineCredit in the source.
import type { ShapeKind } from '@allot/spec';
import { ts } from 'ts-morph';
import { type Modules, unwrap } from '../load/modules.js';
import type { FunctionNode } from './environment.js';
import { settle } from './settle.js';

const kinds: Readonly<Record<string, ShapeKind>> = {
  defineReward: 'reward',
  defineAdvantage: 'advantage',
  defineCoefficient: 'coefficient',
  defineCredit: 'credit',
};
const packages: ReadonlySet<string> = new Set(['allot', '@allot/spec']);

export interface ShapeCall {
  readonly kind: ShapeKind;
  /** Absent where it is not written as text. */
  readonly name?: string;
  /** Absent where no function can be read. */
  readonly of?: FunctionNode;
}

/** Whether a file may define shapes at all; cheap. */
export const mentionsShapes = ({ text }: ts.SourceFile): boolean =>
  /\bdefine(?:Reward|Advantage|Coefficient|Credit)\b/.test(text);

/** Undefined when the call defines no shape. */
export function definedShape(call: ts.CallExpression, modules: Modules): ShapeCall | undefined {
  const kind = kindOf(call.expression, modules);
  if (!kind) return undefined;
  const [nameNode, ofNode] = call.arguments;
  const name = nameNode && settle(nameNode, modules);
  const of = ofNode && settle(ofNode, modules);
  return {
    kind,
    ...(name?.kind === 'expression' && ts.isStringLiteralLike(name.expression)
      ? { name: name.expression.text }
      : {}),
    ...(of?.kind === 'function' ? { of: of.node } : {}),
  };
}

/** By the name under which the package exports it, however it is called here. */
function kindOf(expression: ts.Expression, modules: Modules): ShapeKind | undefined {
  const callee = unwrap(expression);
  const named = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  if (!ts.isIdentifier(named)) return undefined;
  const found = modules.find(named.text, named.getSourceFile());
  if (found?.kind !== 'outside' || !packages.has(found.module)) return undefined;
  const name = found.name === '*' && ts.isPropertyAccessExpression(callee) ? callee.name.text : found.name;
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}
