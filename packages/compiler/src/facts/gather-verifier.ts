// The module that judges answers: read and parsed when a definition is checked, and not run before a run grades.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Phase, sha256 } from '@allot/spec';
import { report } from '../diagnostics/report.js';
import { findSpan } from '../load/spans.js';
import type { FactRequest } from './gather-facts.js';

/** sha256 of the module; no value without a diagnostic where it cannot be read. Diagnostics: `grading/broken-module`. */
export async function gatherVerifier({
  definition: { grading },
  file,
  spans,
}: Pick<FactRequest, 'definition' | 'file' | 'spans'>): Promise<Phase<string>> {
  if (grading?.kind !== 'module') return [undefined, []];
  const { module } = grading;
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(dirname(file), module));
  } catch {
    return [undefined, []];
  }
  const problem = await problemOf(module, bytes.toString('utf8'));
  if (problem === undefined) return [sha256(bytes), []];
  const span = findSpan(spans, ['grading', 'module']);
  const place = { path: 'grading.module', ...(span ? { span } : {}) };
  return [sha256(bytes), [report('grading/broken-module', { module, problem }, place)]];
}

/** The first thing for which the module cannot be loaded, as a clause. */
async function problemOf(name: string, text: string): Promise<string | undefined> {
  const { ts } = await import('ts-morph');
  const fileName = /\.[cm]?[jt]sx?$/.test(name) ? name : `${name}.js`;
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  const [first] = diagnostics.filter(({ category }) => category === ts.DiagnosticCategory.Error);
  if (first) {
    const line = text.slice(0, first.start ?? 0).split('\n').length;
    return `line ${line}: ${ts.flattenDiagnosticMessageText(first.messageText, ' ').replace(/\.$/, '')}`;
  }
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.ESNext);
  return source.statements.some(givesDefault) || /\bexports\b/.test(text)
    ? undefined
    : 'it has no default export';

  /** `export default`, `export { x as default }` and `export * from` alike. */
  function givesDefault(statement: import('ts-morph').ts.Statement): boolean {
    if (ts.isExportAssignment(statement)) return true;
    if (ts.isExportDeclaration(statement)) return true;
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    return modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
  }
}
