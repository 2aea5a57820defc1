// Appends events to the run's log, counts the reproducible ones and passes them on.
import type { RunEvent } from '@allot/spec';
import { type EventLog, isReproducible, openEventLog, runPaths } from '@allot/store';

type Unstamped<Event> = Event extends RunEvent ? Omit<Event, 'time'> : never;

export interface EventWriter {
  emit(event: Unstamped<RunEvent>): void;
  /** Reproducible events in the log so far. */
  reproducible(): number;
  sync(): void;
  close(): void;
}

/** `before` are the events that already stand in the log. */
export function openEventWriter(
  run: string,
  before: readonly RunEvent[],
  onEvent: ((event: RunEvent) => void) | undefined,
): EventWriter {
  const log: EventLog = openEventLog(runPaths(run).events);
  let count = before.filter(isReproducible).length;
  return {
    emit(unstamped) {
      const event = { time: new Date().toISOString(), ...unstamped } as RunEvent;
      log.append(event);
      if (isReproducible(event)) count++;
      onEvent?.(event);
    },
    reproducible: () => count,
    sync: () => log.sync(),
    close: () => log.close(),
  };
}
