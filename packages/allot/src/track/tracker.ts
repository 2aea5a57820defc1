// What takes the events of one run to a tracking tool.
import type { Diagnostic, RunEvent } from '@allot/spec';

export interface Tracker {
  /** Where it goes, as people find it there; known once it is closed. */
  place(): string;
  /** Adds events in the order of the log. Errors say that nothing further will be taken. */
  add(events: readonly RunEvent[]): Promise<readonly Diagnostic[]>;
  /** The run is done with, or left: what stands at its end. */
  close(): Promise<readonly Diagnostic[]>;
}
