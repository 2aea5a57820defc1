// Finds where every value of a TypeScript definition is written, by following its syntax.

import type { Diagnostic, Span } from '@allot/spec';
import { ts } from 'ts-morph';
import { report } from '../diagnostics/report.js';
import { type Path, printPath } from '../path.js';
import { callRules, valueArgument } from './call-rules.js';
import { Modules, unwrap } from './modules.js';
import { displayName, type Sources } from './sources.js';
import { spanMaker, type ValueSpan } from './spans.js';
import { memberName, type Tracer } from './tracer.js';

/** Constants that hold each other can make a small file enormous. */
const MOST_SPANS = 20_000;

export interface TracedSpans {
  readonly spans: ReadonlyMap<string, ValueSpan>;
  readonly syntaxErrors: readonly Diagnostic[];
  readonly source: ts.SourceFile;
  readonly modules: Modules;
}

/** Spans of the default export's values. What cannot be followed keeps the span of the nearest value around it. */
export function traceSpans(file: string, text: string, sources: Sources): TracedSpans {
  const modules = new Modules(sources);
  const source = modules.parse(file, text);
  const tracer = new SpanTracer(modules);
  const exported = defaultExport(source);
  if (exported) tracer.trace(exported, [], undefined);
  return { spans: tracer.spans, syntaxErrors: syntaxProblems(source), source, modules };
}

function syntaxProblems(source: ts.SourceFile): Diagnostic[] {
  const { parseDiagnostics = [] } = source as { parseDiagnostics?: readonly ts.DiagnosticWithLocation[] };
  const span = spanMaker(displayName(source.fileName), source.text);
  return parseDiagnostics.map(({ start, length, messageText }) =>
    report(
      'definition/syntax',
      { problem: ts.flattenDiagnosticMessageText(messageText, ' ').replace(/\.$/, '') },
      { span: span(start, start + length) },
    ),
  );
}

function defaultExport(source: ts.SourceFile): ts.Expression | undefined {
  for (const statement of source.statements) {
    if (ts.isExportAssignment(statement)) return statement.expression;
    if (
      ts.isExportDeclaration(statement) &&
      statement.exportClause &&
      ts.isNamedExports(statement.exportClause)
    )
      for (const element of statement.exportClause.elements)
        if (element.name.text === 'default') return (element.propertyName ?? element.name) as ts.Identifier;
  }
  return undefined;
}

class SpanTracer implements Tracer {
  readonly spans = new Map<string, ValueSpan>();
  readonly #modules: Modules;
  readonly #makers = new Map<ts.SourceFile, (start: number, end: number) => Span>();
  /** Expressions being followed: a constant may refer to itself. */
  readonly #active = new Set<ts.Node>();

  constructor(modules: Modules) {
    this.#modules = modules;
  }

  trace(expression: ts.Expression, path: Path, key: ts.Node | undefined): void {
    const node = unwrap(expression);
    this.#guard(node, () => {
      this.place(node, path, key);
      const target = this.#target(node);
      if (target) this.trace(target, path, key);
      else if (ts.isObjectLiteralExpression(node)) this.members(node, path);
      else if (ts.isArrayLiteralExpression(node)) this.#elements(node, path);
      else if (ts.isCallExpression(node)) callRules(node, path, this);
    });
  }

  place(node: ts.Node, path: Path, key?: ts.Node): void {
    const value = this.#span(node);
    this.spans.set(printPath(path), key ? { value, key: this.#span(key) } : { value });
  }

  settle(expression: ts.Expression): ts.Expression {
    const node = unwrap(expression);
    return (
      this.#guard(node, () => {
        const target = this.#target(node);
        return target && this.settle(target);
      }) ?? node
    );
  }

  /** As settle, and through functions that hand their argument on, such as definePipeline. */
  #settleObject(expression: ts.Expression): ts.Expression {
    const settled = this.settle(expression);
    const argument = ts.isCallExpression(settled) ? valueArgument(settled) : undefined;
    return (argument && this.#guard(settled, () => this.#settleObject(argument))) ?? settled;
  }

  members(object: ts.ObjectLiteralExpression, path: Path): void {
    for (const member of object.properties) this.#member(member, path);
  }

  #guard<T>(node: ts.Node, action: () => T): T | undefined {
    if (this.#active.has(node) || this.spans.size > MOST_SPANS) return undefined;
    this.#active.add(node);
    const result = action();
    this.#active.delete(node);
    return result;
  }

  #member(member: ts.ObjectLiteralElementLike, path: Path): void {
    if (ts.isSpreadAssignment(member)) {
      const spread = this.#settleObject(member.expression);
      if (ts.isObjectLiteralExpression(spread)) this.#guard(spread, () => this.members(spread, path));
      return;
    }
    const name = memberName(member);
    if (name === undefined) return;
    const at = [...path, name];
    this.#forget(printPath(at));
    if (ts.isPropertyAssignment(member)) this.trace(member.initializer, at, member.name);
    else if (ts.isShorthandPropertyAssignment(member)) this.trace(member.name, at, member.name);
    else this.place(member, at, member.name);
  }

  /** A later member with the same name takes the earlier one's place, whole. */
  #forget(prefix: string): void {
    for (const path of this.spans.keys())
      if (path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`))
        this.spans.delete(path);
  }

  #elements(list: ts.ArrayLiteralExpression, path: Path): void {
    let index = 0;
    for (const element of list.elements) {
      if (!ts.isSpreadElement(element)) {
        this.trace(element, [...path, index++], undefined);
        continue;
      }
      const spread = this.settle(element.expression);
      if (!ts.isArrayLiteralExpression(spread)) return;
      for (const inner of spread.elements) this.trace(inner, [...path, index++], undefined);
    }
  }

  #target(node: ts.Expression): ts.Expression | undefined {
    if (ts.isIdentifier(node)) return this.#declared(node.text, node.getSourceFile());
    if (ts.isPropertyAccessExpression(node)) {
      const object = this.#settleObject(node.expression);
      if (!ts.isObjectLiteralExpression(object)) return undefined;
      const member = object.properties.find((property) => memberName(property) === node.name.text);
      return member && ts.isPropertyAssignment(member) ? member.initializer : undefined;
    }
    return undefined;
  }

  /** Initialiser of a top-level constant of this name, here or in the file it is imported from. */
  #declared(name: string, source: ts.SourceFile): ts.Expression | undefined {
    const found = this.#modules.find(name, source);
    if (found?.kind === 'variable') return found.declaration.initializer;
    return found?.kind === 'expression' ? found.expression : undefined;
  }

  #span(node: ts.Node): Span {
    const source = node.getSourceFile();
    const make = this.#makers.get(source) ?? spanMaker(displayName(source.fileName), source.text);
    this.#makers.set(source, make);
    return make(node.getStart(source), node.getEnd());
  }
}
