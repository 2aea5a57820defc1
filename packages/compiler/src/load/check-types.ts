// Checks the types of a definition and of the files beside it that it imports.
import type { Diagnostic } from '@allot/spec';
import { Project, ts } from 'ts-morph';
import { report } from '../diagnostics/report.js';
import { displayName, type Sources } from './sources.js';
import { spanMaker } from './spans.js';

/** TypeScript's errors as diagnostics, at most 20 of them. */
export function checkTypes(file: string, allotEntry: string | undefined, sources: Sources): Diagnostic[] {
  const project = new Project({
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts'],
      types: [],
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      allowImportingTsExtensions: true,
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      skipDefaultLibCheck: true,
      ...(allotEntry ? { paths: { allot: [allotEntry.replace(/\.([cm]?)js$/, '.d.$1ts')] } } : {}),
    },
  });
  project.addSourceFileAtPath(file);
  const program = project.getProgram().compilerObject;
  return program
    .getSourceFiles()
    .filter((source) => !source.isDeclarationFile && !source.fileName.includes('/node_modules/'))
    .flatMap((source) => [...program.getSemanticDiagnostics(source)])
    .filter((problem) => !isAboutNode(problem))
    .slice(0, 20)
    .map((problem) => typeError(problem, sources));
}

/**
 * Node's own names: a definition may use them, and reading their declarations would take longer than all the rest.
 * 2580, 2584, 2591: cannot find name (process, console, Buffer); 2307: cannot find module.
 */
function isAboutNode({ code, messageText }: ts.Diagnostic): boolean {
  if (code === 2580 || code === 2584 || code === 2591) return true;
  return code === 2307 && /'node:/.test(ts.flattenDiagnosticMessageText(messageText, ' '));
}

function typeError(
  { file, start = 0, length = 0, code, messageText }: ts.Diagnostic,
  sources: Sources,
): Diagnostic {
  const parameters = {
    problem: ts.flattenDiagnosticMessageText(messageText, ' ').replace(/\s+/g, ' ').replace(/\.$/, ''),
    number: `TS${code}`,
  };
  if (!file) return report('typescript/type-error', parameters);
  const name = displayName(file.fileName);
  sources.set(name, file.text);
  return report('typescript/type-error', parameters, {
    span: spanMaker(name, file.text)(start, start + length),
  });
}
