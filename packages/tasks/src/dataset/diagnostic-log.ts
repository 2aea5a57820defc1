// Keeps what is wrong with a file: the first mistakes, and a count of the rest, however long the file is.
import type { Diagnostic } from '@allot/spec';
import { report } from '../catalog.js';

/** Most diagnostics of one dataset that are shown. */
const mostShown = 20;

export class DiagnosticLog {
  readonly #errors: Diagnostic[] = [];
  readonly #others: Diagnostic[] = [];
  #count = 0;
  #failed = false;

  get hasErrors(): boolean {
    return this.#failed;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  add(diagnostic: Diagnostic): void {
    this.#count++;
    const isError = diagnostic.severity === 'error';
    this.#failed ||= isError;
    const kept = isError ? this.#errors : this.#others;
    if (kept.length < mostShown) kept.push(diagnostic);
  }

  /** Errors before warnings, and how many more there are. */
  list(dataset: string): readonly Diagnostic[] {
    const shown = [...this.#errors, ...this.#others].slice(0, mostShown);
    const count = this.#count - shown.length;
    return count > 0 ? [...shown, report('dataset/more', { count, file: dataset })] : shown;
  }
}
