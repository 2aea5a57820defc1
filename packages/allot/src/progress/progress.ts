// What shows a run's progress: bars on a terminal, lines in a pipe, nothing when quiet.
import type { RunProgress } from '@allot/runtime';
import type { RunEvent } from '@allot/spec';

export interface Progress {
  update(now: RunProgress): void;
  event(event: RunEvent): void;
  /** A line for the user that stays. */
  note(message: string): void;
  close(): void;
}
