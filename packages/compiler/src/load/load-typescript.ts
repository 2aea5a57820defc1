// Loads a TypeScript definition: a worker runs it while this thread finds spans and checks types.
import type { Diagnostic, Phase, Span } from '@allot/spec';
import { hasErrors } from '@allot/spec';
import { report } from '../diagnostics/report.js';
import { parsePath } from '../path.js';
import type { LoadedShapes } from '../shape/load-shapes.js';
import type { LoadOptions } from './load-definition.js';
import type { LoadedDefinition } from './loaded-definition.js';
import { defaultLimits, runDefinition } from './run-definition.js';
import { displayName, type Sources } from './sources.js';
import { findSpan, spanMaker } from './spans.js';
import type { TracedSpans } from './typescript-spans.js';
import { usedShapes } from './used-shapes.js';

/** A definition that throws has no value, and then its type errors are worth telling too. */
export async function loadTypeScript(
  file: string,
  text: string,
  options: LoadOptions,
  sources: Sources,
): Promise<Phase<LoadedDefinition>> {
  const { allotEntry } = options;
  const running = runDefinition(
    { file, ...(allotEntry ? { allotEntry } : {}) },
    options.limits ?? defaultLimits,
    sources,
  );
  const read = await readSyntax(file, text, options, sources);
  const [ran, problems] = await running;
  if (!read) return [undefined, [tooDeep(file, text)]];
  const { traced, typed } = read;
  if (traced.syntaxErrors.length > 0) return [undefined, traced.syntaxErrors];
  const placed = problems.map((problem) => {
    if (problem.span) return problem;
    const span = findSpan(traced.spans, parsePath(problem.path ?? '') ?? []);
    return span ? { ...problem, span } : problem;
  });
  const diagnostics = [...placed, ...typed];
  if (!ran || hasErrors(placed)) return [undefined, diagnostics];
  const { shapes, diagnostics: shapeProblems, mistaken } = await shapesOf(ran.value, traced);
  const clearer = [
    ...mistaken,
    ...shapeProblems.flatMap(({ severity, span }) => (severity === 'error' && span) || []),
  ];
  return [
    { file, value: ran.value, spans: traced.spans, shapes },
    [...withoutTypes(diagnostics, clearer), ...shapeProblems],
  ];
}

/** Undefined where the parser ran out of stack. */
async function readSyntax(
  file: string,
  text: string,
  { types, allotEntry }: LoadOptions,
  sources: Sources,
): Promise<{ readonly traced: TracedSpans; readonly typed: readonly Diagnostic[] } | undefined> {
  const { traceSpans } = await import('./typescript-spans.js');
  try {
    const traced = traceSpans(file, text, sources);
    if (types === false || traced.syntaxErrors.length > 0) return { traced, typed: [] };
    return { traced, typed: (await import('./check-types.js')).checkTypes(file, allotEntry, sources) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** At the deepest of its brackets. */
function tooDeep(file: string, text: string): Diagnostic {
  let [depth, most, at] = [0, 0, 0];
  for (const [index, character] of text.split('').entries()) {
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    if (depth > most) [most, at] = [depth, index];
  }
  const span = spanMaker(displayName(file), text)(at, at + 1);
  return report('definition/syntax', { problem: 'It is nested too deeply to be read' }, { span });
}

/** Only a definition that uses a shape of its own pays for lowering. */
async function shapesOf(value: unknown, { source, modules }: TracedSpans): Promise<LoadedShapes> {
  const used = usedShapes(value);
  if (used.size === 0) return { shapes: new Map(), diagnostics: [], mistaken: [] };
  const { loadShapes } = await import('../shape/load-shapes.js');
  return loadShapes(source, modules, used);
}

/** Without TypeScript's words on the lines for which the shape language has clearer ones. */
const withoutTypes = (problems: readonly Diagnostic[], clearer: readonly Span[]): Diagnostic[] =>
  problems.filter(
    ({ code, span }) =>
      code !== 'typescript/type-error' ||
      !span ||
      !clearer.some(
        ({ file, line, endLine }) => file === span.file && line <= span.line && span.line <= endLine,
      ),
  );
