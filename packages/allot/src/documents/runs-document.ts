// What `allot runs --json` prints.

export interface RunsDocument {
  readonly format: 1;
  readonly runs: readonly ListedRun[];
}

export type RunStatus =
  | 'running'
  | 'detached'
  | 'finished'
  | 'stopped'
  | 'waiting'
  | 'denied'
  | 'interrupted';

/** Every field is also the column of this name of the table `runs` (`allot runs --where`, `--sort`, `--sql`). */
export interface ListedRun {
  /** Its folder. */
  readonly run: string;
  readonly id: string;
  readonly name: string;
  /**
   * `detached`: its job on a cluster was left running, and nobody has seen it end. `interrupted`: nothing works on it and it has not
   * reached its last step. `stopped`: a guard ended it. `waiting`, `denied`: at a gate.
   */
  readonly status: RunStatus;
  /** Last completed step. */
  readonly step: number;
  readonly steps: number;
  /** Accuracy of the last evaluation in natural mode, as a share. */
  readonly accuracy?: number;
  /** Mean tokens a response of the last evaluation in natural mode. */
  readonly tokens?: number;
  /** ISO 8601. */
  readonly created: string;
  /** Version of Allot that made the run. */
  readonly version: string;
  /** Key of its plan. */
  readonly plan: string;
}
