// Runs the miniature on a terminal: progress of every run, how much is left, Ctrl-C.
import { tell } from '../../cli/diagnostics.js';
import { ExitCode } from '../../cli/exit-codes.js';
import { duration } from '../../cli/numbers.js';
import type { Terminal } from '../../cli/terminal.js';
import { openProgress } from '../../progress/open-progress.js';
import { listenForInterruption } from '../../run/interruption.js';
import { type MiniatureOptions, runMiniature, workOf } from './run-miniature.js';
import { createWorkLeft } from './work-left.js';

/** Success when all is trained and evaluated. */
export async function followMiniature(
  terminal: Terminal,
  options: Omit<MiniatureOptions, 'signal' | 'watch'>,
): Promise<ExitCode> {
  const workLeft = createWorkLeft();
  terminal.error(
    `${workOf(options).length} runs, of ${options.seeds.length} seeds, into ${options.places.home}: hours on two cores. ` +
      'Ctrl-C stops it; the same command goes on.',
  );
  const interruption = listenForInterruption((message) => terminal.error(message));
  try {
    const { status, diagnostics } = await runMiniature({
      ...options,
      signal: interruption.signal,
      watch: async ({ arm, seed }, place, left, plan) => {
        const seconds = workLeft.secondsFor(left - place + 1);
        const time = seconds === undefined ? '' : `, about ${duration(seconds)} left`;
        terminal.error(`${place} of ${left}: ${arm.title}, seed ${seed}${time}`);
        const progress = await openProgress(terminal, plan.settings, false);
        const started = performance.now();
        return {
          onEvent: (event) => progress.event(event),
          onProgress: (now) => progress.update(now),
          close: (finished) => {
            progress.close();
            if (finished) workLeft.done((performance.now() - started) / 1000);
          },
        };
      },
    });
    await tell(terminal, diagnostics);
    if (status === 'interrupted') {
      terminal.error('Stopped. The same command goes on.');
      return ExitCode.interrupted;
    }
    return status === 'finished' ? ExitCode.success : ExitCode.failure;
  } finally {
    interruption.dispose();
  }
}
