// The source files of a definition, opened by relative imports, and what their top-level names stand for.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ts } from 'ts-morph';
import { displayName, type Sources } from './sources.js';

/** What a top-level name stands for. */
export type Found =
  | { readonly kind: 'variable'; readonly declaration: ts.VariableDeclaration }
  /** A variable taken out of an object: `const { beta } = settings`. */
  | { readonly kind: 'member'; readonly object: ts.Expression; readonly name: string }
  | { readonly kind: 'function'; readonly declaration: ts.FunctionDeclaration }
  | { readonly kind: 'enum'; readonly declaration: ts.EnumDeclaration }
  /** A default export that is written as an expression. */
  | { readonly kind: 'expression'; readonly expression: ts.Expression }
  | { readonly kind: 'namespace'; readonly source: ts.SourceFile }
  /** Imported from a package, or from a file that cannot be read. */
  | { readonly kind: 'outside'; readonly module: string; readonly name: string };

/** A name may be exported through this many files. */
const MOST_STEPS = 32;

const endings = ['.ts', '.js', '.mts', '.mjs', '/index.ts', '/index.js'];

export class Modules {
  readonly #sources: Sources;
  readonly #files = new Map<string, ts.SourceFile | undefined>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  parse(file: string, text: string): ts.SourceFile {
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    this.#files.set(file, source);
    return source;
  }

  /** A file imported by a relative path, as TypeScript finds it. */
  open(from: ts.SourceFile, specifier: string): ts.SourceFile | undefined {
    if (!specifier.startsWith('.')) return undefined;
    const stem = resolve(dirname(from.fileName), specifier);
    const written = [stem, stem.replace(/\.([cm]?)js$/, '.$1ts')];
    for (const file of [...written, ...endings.map((ending) => stem + ending)]) {
      const source = this.#read(file);
      if (source) return source;
    }
    return undefined;
  }

  /** What a name means at the top level of a file, through imports. */
  find(name: string, source: ts.SourceFile, steps = 0): Found | undefined {
    if (steps > MOST_STEPS) return undefined;
    for (const statement of source.statements) {
      const declared = declaredBy(statement, name);
      if (declared) return declared;
      if (!ts.isImportDeclaration(statement)) continue;
      const imported = importedName(statement, name);
      if (imported === undefined) continue;
      const { text: module } = statement.moduleSpecifier as ts.StringLiteral;
      const from = this.open(source, module);
      if (!from) return { kind: 'outside', module, name: imported };
      return imported === '*'
        ? { kind: 'namespace', source: from }
        : this.exported(imported, from, steps + 1);
    }
    return undefined;
  }

  /** What a file exports under a name; `default` is one too. */
  exported(name: string, source: ts.SourceFile, steps = 0): Found | undefined {
    if (steps > MOST_STEPS) return undefined;
    for (const statement of source.statements) {
      if (name === 'default' && (ts.isExportAssignment(statement) || isData(statement)))
        return { kind: 'expression', expression: statement.expression };
      if (ts.isFunctionDeclaration(statement) && name === 'default' && isDefault(statement))
        return { kind: 'function', declaration: statement };
      if (!ts.isExportDeclaration(statement)) continue;
      const inside = exportedName(statement, name);
      if (inside === undefined) continue;
      if (!statement.moduleSpecifier) return this.find(inside, source, steps + 1);
      const from = this.open(source, (statement.moduleSpecifier as ts.StringLiteral).text);
      const found = from && this.exported(inside, from, steps + 1);
      if (found) return found;
    }
    return name === 'default' ? undefined : this.find(name, source, steps + 1);
  }

  /** The file and those it imports or exports from by relative paths, each once. */
  reachable(start: ts.SourceFile): readonly ts.SourceFile[] {
    const found = new Set([start]);
    for (const source of found)
      for (const statement of source.statements) {
        if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
        const specifier = statement.moduleSpecifier;
        const opened = specifier && ts.isStringLiteral(specifier) && this.open(source, specifier.text);
        if (opened) found.add(opened);
      }
    return [...found];
  }

  #read(file: string): ts.SourceFile | undefined {
    if (this.#files.has(file)) return this.#files.get(file);
    try {
      const text = readFileSync(file, 'utf8');
      this.#sources.set(displayName(file), text);
      return this.parse(file, text);
    } catch {
      // No such file: the next spelling may exist.
      this.#files.set(file, undefined);
      return undefined;
    }
  }
}

/** Without parentheses, `as`, `satisfies` and `!`. */
export function unwrap(node: ts.Expression): ts.Expression {
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
  )
    return unwrap(node.expression);
  return node;
}

function declaredBy(statement: ts.Statement, name: string): Found | undefined {
  if (ts.isFunctionDeclaration(statement) && statement.name?.text === name && statement.body)
    return { kind: 'function', declaration: statement };
  if (ts.isEnumDeclaration(statement) && statement.name.text === name)
    return { kind: 'enum', declaration: statement };
  if (!ts.isVariableStatement(statement)) return undefined;
  for (const declaration of statement.declarationList.declarations) {
    if (ts.isIdentifier(declaration.name)) {
      if (declaration.name.text === name) return { kind: 'variable', declaration };
    } else if (ts.isObjectBindingPattern(declaration.name) && declaration.initializer) {
      const element = declaration.name.elements.find(
        (candidate) =>
          ts.isIdentifier(candidate.name) && candidate.name.text === name && !candidate.dotDotDotToken,
      );
      const key = element && (element.propertyName ?? element.name);
      if (key && (ts.isIdentifier(key) || ts.isStringLiteral(key)))
        return { kind: 'member', object: declaration.initializer, name: key.text };
    }
  }
  return undefined;
}

/** The value of a JSON file. */
const isData = (statement: ts.Statement): statement is ts.ExpressionStatement =>
  ts.isExpressionStatement(statement) && statement.getSourceFile().fileName.endsWith('.json');

const isDefault = (declaration: ts.FunctionDeclaration): boolean =>
  declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false;

/** The name under which the other file exports what is called `name` here; `*` for all of it. */
function importedName(statement: ts.ImportDeclaration, name: string): string | undefined {
  const clause = statement.importClause;
  if (clause?.name?.text === name) return 'default';
  const bindings = clause?.namedBindings;
  if (!bindings) return undefined;
  if (ts.isNamespaceImport(bindings)) return bindings.name.text === name ? '*' : undefined;
  const element = bindings.elements.find((candidate) => candidate.name.text === name);
  return element && (element.propertyName ?? element.name).text;
}

/** The name that `export { inside as name }` or `export *` hands out, as it is called where it comes from. */
function exportedName({ exportClause }: ts.ExportDeclaration, name: string): string | undefined {
  if (!exportClause) return name === 'default' ? undefined : name;
  if (!ts.isNamedExports(exportClause)) return undefined;
  const element = exportClause.elements.find((candidate) => candidate.name.text === name);
  return element && (element.propertyName ?? element.name).text;
}
