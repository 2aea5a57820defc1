// Ctrl-C while a run goes on: the first commits and ends, the second ends at once.
import { ExitCode } from '../cli/exit-codes.js';

export interface Interruption {
  readonly signal: AbortSignal;
  /** Stops listening. */
  dispose(): void;
}

/** Listens for SIGINT and SIGTERM; `announce` tells the user that the run is committing. */
export function listenForInterruption(announce: (message: string) => void): Interruption {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(ExitCode.interrupted);
    announce(
      `${signal}: committing the last completed step; once more to end at once (allot resume then repeats a few steps)`,
    );
    controller.abort(signal);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
