// Lowers a function of the definition to the expression of a shape.
import type { Expression, Phase, ShapeKind, Span } from '@allot/spec';
import type { ts } from 'ts-morph';
import type { Modules } from '../load/modules.js';
import { displayName } from '../load/sources.js';
import { spanMaker } from '../load/spans.js';
import { argumentCount } from './argument-count.js';
import { type FunctionNode, type RowContext, topLevel } from './environment.js';
import { requireNumber } from './lower-operators.js';
import { ShapeLowering } from './shape-lowering.js';

const described: Readonly<Record<ShapeKind, string>> = {
  reward: 'a reward',
  advantage: 'an advantage',
  coefficient: 'a coefficient',
  credit: 'a credit',
};

/** The expression, and everything in the function and in what it calls that lies outside the shape language. */
export function lowerFunction(node: FunctionNode, kind: ShapeKind, modules: Modules): Phase<Expression> {
  const lowering = new ShapeLowering({
    what: described[kind],
    stage: kind === 'coefficient' ? 'reward' : kind,
    modules,
    spanOf: spanOfNodes(),
  });
  const surplus = node.parameters[2];
  if (surplus) lowering.tell(surplus, argumentCount('The function', [2, 2], node.parameters.length));
  const row = rowFor(kind);
  const value = lowering.inline(
    { node, environment: topLevel(row) },
    [{ kind: 'row', row }, { kind: 'scopes' }],
    node,
    topLevel(row),
    (returned, { type }) => requireNumber(returned, type, lowering),
  );
  return lowering.finish(node, value);
}

/** What the function's first argument is: a credit is evaluated for every token. */
const rowFor = (kind: ShapeKind): RowContext =>
  kind === 'credit' ? { kind: 'token', row: { kind: 'row' } } : { kind: 'row' };

/** Spans of nodes of any file. */
export function spanOfNodes(): (node: ts.Node) => Span {
  const makers = new Map<ts.SourceFile, (start: number, end: number) => Span>();
  return (node) => {
    const source = node.getSourceFile();
    const make = makers.get(source) ?? spanMaker(displayName(source.fileName), source.text);
    makers.set(source, make);
    return make(node.getStart(source), node.getEnd());
  };
}
