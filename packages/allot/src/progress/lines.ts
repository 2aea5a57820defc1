// Progress in a pipe: a line for every step that matters.
import { createPace } from './pace.js';
import { printEvent, printStep } from './print-event.js';
import type { Progress } from './progress.js';

/** At most about forty step lines, the first and the last among them; or one for every step. */
export function createLines(
  write: (line: string) => void,
  steps: number,
  { everyStep = false } = {},
): Progress {
  const pace = createPace();
  const stride = everyStep ? 1 : Math.max(1, Math.ceil(steps / 40 / 5) * 5);
  return {
    update: () => {},
    event: (event) => {
      if (event.type !== 'step-completed') {
        const line = printEvent(event);
        if (line !== undefined) write(line);
        return;
      }
      pace.step(event.stepSeconds);
      if (steps <= 40 || event.step === 1 || event.step === steps || event.step % stride === 0)
        write(printStep(event, steps, pace.secondsFor(steps - event.step)));
    },
    note: write,
    close: () => {},
  };
}
