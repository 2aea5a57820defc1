// Ctrl-C while a run goes on: the first commits and ends, the second ends at once.
import { ExitCode } from '../cli/exit-codes.js';

export interface Interruption {
  readonly signal: AbortSignal;
  /** Stops listening. */
  dispose(): void;
}

/** Ctrl-C, an end that is asked for, and a terminal that is closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Within which a signal other than Ctrl-C is the same one: a supervisor may send it to a process and to its group, in milliseconds. */
const ECHO = 1000;

/** Listens for the signals that end a run; `announce` tells the user that the run is committing. */
export function listenForInterruption(announce: (message: string) => void): Interruption {
  const controller = new AbortController();
  let first = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      if (signal !== 'SIGINT' && performance.now() - first < ECHO) return;
      process.exit(ExitCode.interrupted);
    }
    first = performance.now();
    announce(
      `${signal}: committing the last completed step; once more to end at once (what was not committed is then run again)`,
    );
    controller.abort(signal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
