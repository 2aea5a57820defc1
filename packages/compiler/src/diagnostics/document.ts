// What `--format json` prints: versioned, with a JSON Schema in schemas/.
import type { Diagnostic } from '@allot/spec';

export interface DiagnosticsDocument {
  readonly format: 1;
  /** Number of diagnostics of severity `error`. @asType integer */
  readonly errors: number;
  /** Number of diagnostics of severity `warning`. @asType integer */
  readonly warnings: number;
  /** Sorted by file, line and column. */
  readonly diagnostics: readonly Diagnostic[];
}
