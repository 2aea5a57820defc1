// Tells a worker that hangs from one whose call takes long: the worker says now and then that it is alive.

/** Seconds without a word after which a worker counts as hanging; tests set another number. */
const SILENCE = 600;

/** Every tenth of the silence a worker says that it is alive (python/allot_worker/protocol.py). */
const TICKS = 10;

export const silenceOf = ({ ALLOT_WORKER_SILENCE: given }: NodeJS.ProcessEnv): number => {
  const seconds = Number(given);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : SILENCE;
};

export interface SilenceWatch {
  /** Somebody waits for the worker. */
  readonly begin: () => void;
  readonly alive: () => void;
  /** Nobody waits any more. */
  readonly rest: () => void;
}

/**
 * Calls `onSilence` when the worker has said nothing for so many seconds while somebody waited; waits from the beginning. Time is
 * counted in ticks of this process, so that a machine that sleeps does not count.
 */
export function watchSilence(seconds: number, onSilence: () => void): SilenceWatch {
  let timer: NodeJS.Timeout | undefined;
  let ticks = 0;
  const watch: SilenceWatch = {
    begin() {
      ticks = 0;
      timer ??= setInterval(
        () => {
          if (++ticks <= TICKS) return;
          watch.rest();
          onSilence();
        },
        (seconds * 1000) / TICKS,
      );
    },
    alive: () => {
      ticks = 0;
    },
    rest() {
      clearInterval(timer);
      timer = undefined;
    },
  };
  watch.begin();
  return watch;
}
