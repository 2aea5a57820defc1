// Checks the types of a definition and of the files beside it that it imports.
import type { Diagnostic } from '@allot/spec';
import { Project, ts } from 'ts-morph';
import { report } from '../diagnostics/report.js';
import { adviseName } from '../diagnostics/suggest.js';
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
  const checker = program.getTypeChecker();
  return program
    .getSourceFiles()
    .filter((source) => !source.isDeclarationFile && !source.fileName.includes('/node_modules/'))
    .flatMap((source) => [...program.getSemanticDiagnostics(source)])
    .filter((problem) => !isAboutNode(problem))
    .slice(0, 20)

    .map((problem) => typeError(missingMember(problem, checker) ?? wordsOf(problem), problem, sources));
}

/**
 * Node's own names: a definition may use them, and reading their declarations would take longer than all the rest.
 * 2580, 2584, 2591: cannot find name (process, console, Buffer); 2307: cannot find module.
 */
function isAboutNode({ code, messageText }: ts.Diagnostic): boolean {
  if (code === 2580 || code === 2584 || code === 2591) return true;
  return code === 2307 && /'node:/.test(ts.flattenDiagnosticMessageText(messageText, ' '));
}

interface Words {
  readonly problem: string;
  readonly advice: string;
}

const wordsOf = ({ messageText }: ts.Diagnostic): Words => ({
  problem: ts.flattenDiagnosticMessageText(messageText, ' ').replace(/\s+/g, ' ').replace(/\.$/, ''),
  advice: 'Mend the types here.',
});

/** TypeScript prints the whole type where a member is misspelt (2339); the names of its members say more. */
function missingMember({ code, file, start }: ts.Diagnostic, checker: ts.TypeChecker): Words | undefined {
  if (code !== 2339 || !file || start === undefined) return undefined;
  const access = findAccess(file, start);
  if (!access) return undefined;
  const members = checker.getTypeAtLocation(access.expression).getProperties();
  return {
    problem: `\`${access.expression.getText(file)}\` has no \`${access.name.text}\``,
    advice: adviseName(
      access.name.text,
      members.map(({ name }) => name),
    ),
  };
}

/** The `owner.name` whose name begins at a place. */
function findAccess(file: ts.SourceFile, start: number): ts.PropertyAccessExpression | undefined {
  const visit = (node: ts.Node): ts.PropertyAccessExpression | undefined => {
    if (start < node.pos || start >= node.end) return undefined;
    if (ts.isPropertyAccessExpression(node) && node.name.getStart(file) === start) return node;
    return ts.forEachChild(node, visit);
  };
  return visit(file);
}

function typeError(
  words: Words,
  { file, start = 0, length = 0, code }: ts.Diagnostic,
  sources: Sources,
): Diagnostic {
  const parameters = { ...words, number: `TS${code}` };
  if (!file) return report('typescript/type-error', parameters);
  const name = displayName(file.fileName);
  sources.set(name, file.text);
  return report('typescript/type-error', parameters, {
    span: spanMaker(name, file.text)(start, start + length),
  });
}
