// Finds the shapes that a definition and the files it imports define, and lowers them.
import type { Diagnostic, Expression, ShapeKind, Span } from '@allot/spec';
import { ts } from 'ts-morph';
import type { Modules } from '../load/modules.js';
import { report } from './catalog-shape.js';
import { definedShape, mentionsShapes, type ShapeCall } from './defined-shape.js';
import { lowerFunction, spanOfNodes } from './lower-function.js';
import type { LoweredShape } from './lowered-shape.js';

export interface LoadedShapes {
  readonly shapes: ReadonlyMap<string, LoweredShape>;
  readonly diagnostics: readonly Diagnostic[];
  /** Definitions of used shapes that have mistakes, whole. */
  readonly mistaken: readonly Span[];
}

interface Candidate extends ShapeCall {
  readonly call: ts.CallExpression;
}

/** Every shape by name. Mistakes of shapes that the definition does not use are warnings. */
export function loadShapes(source: ts.SourceFile, modules: Modules, used: ReadonlySet<string>): LoadedShapes {
  const spanOf = spanOfNodes();
  const shapes = new Map<string, LoweredShape>();
  const diagnostics: Diagnostic[] = [];
  const unused: Diagnostic[] = [];
  const mistaken: Span[] = [];
  for (const { call, kind, name, of } of findShapes(source, modules)) {
    const place = call.arguments[0] ?? call;
    if (name === undefined || !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name))
      diagnostics.push(report('shape/name', {}, { span: spanOf(place) }));
    if (name === undefined) continue;
    const first = shapes.get(name);
    if (first) {
      const related = [{ span: first.span, message: 'The other one' }];
      diagnostics.push(report('shape/duplicate-name', { name }, { span: spanOf(place), related }));
      continue;
    }
    const [expression, problems] = lowered(call, kind, of, modules, spanOf);
    if (used.has(name)) {
      diagnostics.push(...problems);
      if (!expression) mistaken.push(spanOf(call));
    } else unused.push(...problems.map(asWarning));
    shapes.set(name, { kind, span: spanOf(place), ...(expression ? { expression } : {}) });
  }
  return { shapes, diagnostics: withoutRepeats([...diagnostics, ...unused]), mistaken };
}

/** A mistake in what several shapes call is told once, without the calls where it is also told on its own. */
function withoutRepeats(problems: readonly Diagnostic[]): Diagnostic[] {
  const told = new Map<string, Diagnostic>();
  for (const problem of problems) {
    const key = `${problem.code} ${problem.message} ${JSON.stringify(problem.span)}`;
    const before = told.get(key);
    if (!before) told.set(key, problem);
    else if (before.related && !problem.related) told.set(key, { ...problem, severity: before.severity });
  }
  return [...told.values()];
}

function findShapes(source: ts.SourceFile, modules: Modules): Candidate[] {
  const found: Candidate[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const shape = definedShape(node, modules);
      if (shape) found.push({ ...shape, call: node });
    }
    ts.forEachChild(node, visit);
  };
  for (const file of modules.reachable(source)) if (mentionsShapes(file)) visit(file);
  return found;
}

function lowered(
  call: ts.CallExpression,
  kind: ShapeKind,
  of: ShapeCall['of'],
  modules: Modules,
  spanOf: (node: ts.Node) => Span,
): readonly [expression: Expression | undefined, problems: readonly Diagnostic[]] {
  if (of) return lowerFunction(of, kind, modules);
  return [undefined, [report('shape/not-a-function', {}, { span: spanOf(call.arguments[1] ?? call) })]];
}

const asWarning = (problem: Diagnostic): Diagnostic =>
  problem.severity === 'error' ? { ...problem, severity: 'warning' } : problem;
