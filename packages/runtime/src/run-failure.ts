// Errors that end a run and that a user can do something about; turned into an outcome at the executor's door.
import { type Diagnostic, hasErrors } from '@allot/spec';
import { fileDiagnostic } from '@allot/store';
import { report } from './catalog.js';
import { EngineFailure } from './engines/engine-failure.js';

/** Carries diagnostics out of the depth of a run; never leaves this package. */
export class RunFailure extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ message }) => message).join('\n'));
    this.name = 'RunFailure';
    this.diagnostics = diagnostics;
  }
}

/** V8's own. */
const NO_MEMORY = 'Array buffer allocation failed';

/** What to tell the user about an error; undefined when it is a bug of ours. */
export function diagnosticsOf(error: unknown): readonly Diagnostic[] | undefined {
  if (error instanceof RunFailure) return error.diagnostics;
  if (error instanceof EngineFailure) return [error.diagnostic];
  if (error instanceof RangeError && error.message === NO_MEMORY)
    return [report('run/out-of-memory', { reason: NO_MEMORY })];
  const diagnostic = fileDiagnostic(error);
  return diagnostic && [diagnostic];
}

/** The value of a phase; its warnings go to `warn` (absent: they were told before), its errors are thrown as a RunFailure. */
export function expectValue<T>(
  [value, diagnostics]: readonly [T | undefined, readonly Diagnostic[]],
  warn: (diagnostic: Diagnostic) => void = () => undefined,
): T {
  if (value === undefined || hasErrors(diagnostics)) throw new RunFailure(diagnostics);
  for (const diagnostic of diagnostics) warn(diagnostic);
  return value;
}
