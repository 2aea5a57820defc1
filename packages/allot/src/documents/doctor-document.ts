// What `allot doctor --json` prints.

export interface DoctorDocument {
  readonly format: 1;
  /** Whether nothing stands in the way of a run; warnings do not. */
  readonly ok: boolean;
  readonly checks: readonly HealthCheck[];
}

export interface HealthCheck {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'error';
  /** What was found. */
  readonly found: string;
  /** What to do; absent when all is well. */
  readonly help?: string;
}
