// A row of an inference log, as far as it is monitored.

export interface LogRow {
  /** Counts from 1. */
  readonly line: number;
  /** Response tokens. */
  readonly tokens: number;
  readonly mode: string;
  /** 0 or 1, or a score between. */
  readonly correct?: number;
  /** Id of the problem, as in the baseline's dataset. */
  readonly problem?: string;
  readonly difficulty?: number;
  readonly time?: string;
}
