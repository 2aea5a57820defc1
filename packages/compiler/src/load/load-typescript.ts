// Loads a TypeScript definition: a worker runs it while this thread finds spans and checks types.
import type { Phase } from '@allot/spec';
import { hasErrors } from '@allot/spec';
import { parsePath } from '../path.js';
import type { LoadOptions } from './load-definition.js';
import type { LoadedDefinition } from './loaded-definition.js';
import { defaultLimits, runDefinition } from './run-definition.js';
import type { Sources } from './sources.js';
import { findSpan } from './spans.js';

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
  const { traceSpans } = await import('./typescript-spans.js');
  const traced = traceSpans(file, text, sources);
  const typed =
    options.types === false || traced.syntaxErrors.length > 0
      ? []
      : (await import('./check-types.js')).checkTypes(file, allotEntry, sources);
  const [ran, problems] = await running;
  if (traced.syntaxErrors.length > 0) return [undefined, traced.syntaxErrors];
  const placed = problems.map((problem) => {
    if (problem.span) return problem;
    const span = findSpan(traced.spans, parsePath(problem.path ?? '') ?? []);
    return span ? { ...problem, span } : problem;
  });
  const diagnostics = [...placed, ...typed];
  if (!ran || hasErrors(placed)) return [undefined, diagnostics];
  return [{ file, value: ran.value, spans: traced.spans }, diagnostics];
}
