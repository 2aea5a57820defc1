// Gates as a definition has them: where a run waits for a person.

/** The run commits, ends with an exit status of its own, and goes on only after `allot approve`. */
export interface GateDefinition {
  /** What `allot approve --gate` calls it. @pattern ^[a-z0-9][a-z0-9-]{0,63}$ */
  readonly name: string;
  /** After the pilot, before anything is trained; or after a step, its evaluation included: 0 is after the base policy was evaluated. */
  readonly after: 'pilot' | number;
}

/** `approvals/NAME.json` in a run folder: what somebody decided about a gate. */
export interface Approval {
  readonly format: 1;
  /** Id of the run, as in run.json. */
  readonly run: string;
  readonly gate: string;
  readonly decision: 'approved' | 'denied';
  /** Who decided. */
  readonly by: string;
  readonly note: string;
  /** ISO 8601. */
  readonly time: string;
}
