// Appends events to the run's log, counts the reproducible ones and passes them on.
import type { RunEvent } from '@allot/spec';
import { type EventLog, eventDigest, isReproducible, openEventLog, runPaths } from '@allot/store';

type Unstamped<Event> = Event extends RunEvent ? Omit<Event, 'time'> : never;

export interface EventWriter {
  emit(event: Unstamped<RunEvent>): void;
  /** Reproducible events in the log so far. */
  reproducible(): number;
  /** Their `digestEvents`. */
  digest(): string;
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
  const digest = eventDigest();
  for (const event of before) digest.add(event);
  return {
    emit(unstamped) {
      const event = { time: new Date().toISOString(), ...unstamped } as RunEvent;
      log.append(event);
      if (isReproducible(event)) count++;
      digest.add(event);
      onEvent?.(event);
    },
    reproducible: () => count,
    digest: () => digest.hex(),
    sync: () => log.sync(),
    close: () => log.close(),
  };
}
