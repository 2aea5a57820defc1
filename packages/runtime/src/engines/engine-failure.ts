// The error with which an engine's promises are rejected when it cannot go on.
import type { Diagnostic } from '@allot/spec';

/** Carries a diagnostic for the user; the engine that threw it can only be closed. */
export class EngineFailure extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic, cause?: unknown) {
    super(diagnostic.message, { cause });
    this.name = 'EngineFailure';
    this.diagnostic = diagnostic;
  }
}
