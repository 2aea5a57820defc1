// Tells diagnostics on a terminal: pretty where people read, on stderr.
import type { Diagnostic } from '@allot/spec';
import { ExitCode } from './exit-codes.js';
import type { Terminal } from './terminal.js';

const noSources: ReadonlyMap<string, string> = new Map();

/** Prints diagnostics to stderr; nothing when there are none. */
export async function tell(
  terminal: Terminal,
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string> = noSources,
): Promise<void> {
  if (diagnostics.length === 0) return;
  const { renderDiagnostics } = await import('@allot/compiler');
  const { color } = terminal.stderr;
  terminal.error(renderDiagnostics(diagnostics, sources, { format: 'pretty', color }).trimEnd());
}

/** Prints one error and answers the exit status that goes with it. */
export async function fail(terminal: Terminal, ...diagnostics: readonly Diagnostic[]): Promise<ExitCode> {
  await tell(terminal, diagnostics);
  return ExitCode.failure;
}
