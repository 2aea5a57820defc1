// Loads YAML and JSON definitions: one document of plain data, with a span for every value and key.
import type { Diagnostic, Phase, Span } from '@allot/spec';
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { report } from '../diagnostics/report.js';
import { type Path, type PathPart, printPath } from '../path.js';
import { spanMaker, type ValueSpan } from './spans.js';

/** Most nodes and levels after aliases are expanded: far above any definition, far below a bomb. */
const MOST_NODES = 20_000;
const MOST_LEVELS = 64;

/** The document's data and spans. `file` is the name that spans carry. */
export function loadYaml(
  file: string,
  text: string,
): Phase<{ readonly value: unknown; readonly spans: ReadonlyMap<string, ValueSpan> }> {
  const span = spanMaker(file, text);
  const document = parseQuietly(text);
  const tooDeep = document?.errors.find(({ message }) => message === stackIsFull);
  if (!document || tooDeep)
    return [undefined, [report('yaml/too-large', limits, { span: span(...(tooDeep?.pos ?? [0, 1])) })]];
  const diagnostics = [...document.errors, ...document.warnings].map((problem) =>
    yamlProblem(problem.code, problem.message, span(problem.pos[0], problem.pos[1])),
  );
  if (diagnostics.length > 0) return [undefined, diagnostics];
  if (document.contents === null)
    return [undefined, [report('definition/empty', {}, { span: span(0, text.length) })]];

  const walk = new YamlWalk(document, span);
  const value = walk.visit(document.contents, [], undefined);
  return walk.diagnostics.length > 0 ? [undefined, walk.diagnostics] : [{ value, spans: walk.spans }, []];
}

const limits = { nodes: MOST_NODES, levels: MOST_LEVELS };

/** What V8 says, and the parser passes on as a syntax error where it caught it. */
const stackIsFull = 'Maximum call stack size exceeded';

/** Undefined when the parser ran out of stack. */
function parseQuietly(text: string): Document | undefined {
  try {
    return parseDocument(text, { prettyErrors: false, uniqueKeys: true });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function yamlProblem(code: string, message: string, span: Span): Diagnostic {
  const place = { span };
  switch (code) {
    case 'MULTIPLE_DOCS':
      return report('yaml/several-documents', {}, place);
    case 'DUPLICATE_KEY':
      return report('yaml/duplicate-key', {}, place);
    case 'TAB_AS_INDENT':
      return report('yaml/tab', {}, place);
    case 'TAG_RESOLVE_FAILED':
      return report('yaml/tag', { problem: message }, place);
    default:
      return report('yaml/syntax', { problem: firstLine(message) }, place);
  }
}

const firstLine = (message: string): string => (message.split('\n')[0] as string).replace(/[.:]$/, '');

const isMerge = (pair: Pair): boolean =>
  isScalar(pair.key) && pair.key.value === '<<' && pair.key.type === 'PLAIN';

/** Also for `__proto__`, which an assignment would take for something else. */
const setMember = (entries: Record<string, unknown>, name: string, value: unknown): void =>
  void Object.defineProperty(entries, name, { value, enumerable: true, configurable: true, writable: true });

class YamlWalk {
  readonly spans = new Map<string, ValueSpan>();
  readonly diagnostics: Diagnostic[] = [];
  readonly #document: Document;
  readonly #span: (start: number, end: number) => Span;
  #nodes = 0;
  /** Merges inside merges. */
  #merges = 0;

  constructor(document: Document, span: (start: number, end: number) => Span) {
    this.#document = document;
    this.#span = span;
  }

  visit(node: unknown, path: Path, key: Span | undefined): unknown {
    if (this.#refused(node as Node, path)) return null;
    if (isAlias(node)) {
      const target = node.resolve(this.#document);
      if (!target) {
        const span = this.#spanOf(node);
        const problem = `the alias *${node.source} names nothing`;
        this.diagnostics.push(report('yaml/syntax', { problem }, span ? { span } : {}));
        return null;
      }
      const value = this.visit(target, path, key);
      this.#place(path, node, key);
      return value;
    }
    this.#place(path, node as Node | null, key);
    if (isMap(node)) return this.#mapOf(node, path);
    if (isSeq(node)) return node.items.map((item, index) => this.visit(item, [...path, index], undefined));
    if (isScalar(node)) return typeof node.value === 'bigint' ? Number(node.value) : (node.value ?? null);
    return null;
  }

  #mapOf(node: YAMLMap, path: Path): Record<string, unknown> {
    const entries: Record<string, unknown> = {};
    for (const pair of node.items) if (isMerge(pair)) this.#visitMerge(pair.value, path, entries);
    for (const pair of node.items) if (!isMerge(pair)) this.#visitPair(pair, path, entries);
    return entries;
  }

  #visitPair(pair: Pair, path: Path, entries: Record<string, unknown>): void {
    const key = isAlias(pair.key) ? (pair.key as Alias).resolve(this.#document) : pair.key;
    const name: PathPart | undefined = isScalar(key) ? String(key.value) : undefined;
    const span = this.#spanOf(pair.key as Node | null);
    if (name === undefined) {
      this.diagnostics.push(report('yaml/key', {}, span ? { span } : {}));
      return;
    }
    setMember(entries, name, this.visit(pair.value, [...path, name], span));
  }

  /** `<<: *shared` takes over the members of a map; the map's own members come after and win. */
  #visitMerge(value: unknown, path: Path, entries: Record<string, unknown>): void {
    if (this.#refused(value as Node, path)) return;
    const target = isAlias(value) ? value.resolve(this.#document) : value;
    this.#merges++;
    if (isSeq(target)) for (const item of [...target.items].reverse()) this.#visitMerge(item, path, entries);
    else if (isMap(target))
      for (const [name, member] of Object.entries(this.#mapOf(target, path)))
        setMember(entries, name, member);
    else {
      const span = this.#spanOf(value as Node | null);
      this.diagnostics.push(report('yaml/syntax', { problem: '<< must name a map' }, span ? { span } : {}));
    }
    this.#merges--;
  }

  /** Aliases can make a small file enormous, or endless. */
  #refused(node: Node, path: Path): boolean {
    this.#nodes++;
    if (this.#nodes <= MOST_NODES && path.length + this.#merges <= MOST_LEVELS) return false;
    if (this.diagnostics.length === 0) {
      const span = this.#spanOf(node);
      this.diagnostics.push(report('yaml/too-large', limits, span ? { span } : {}));
    }
    this.#nodes = MOST_NODES;
    return true;
  }

  #place(path: Path, node: Node | null, key: Span | undefined): void {
    const value = this.#spanOf(node) ?? key;
    if (value) this.spans.set(printPath(path), key ? { value, key } : { value });
  }

  #spanOf(node: Node | null | undefined): Span | undefined {
    if (!node?.range) return undefined;
    return this.#span(node.range[0], node.range[1]);
  }
}
