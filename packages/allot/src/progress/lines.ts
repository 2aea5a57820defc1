// Progress in a pipe: a line for every step and for what else matters.
import { createPace } from './pace.js';
import { printEvent, printStep } from './print-event.js';
import type { Progress } from './progress.js';

/** A line a step. */
export function createLines(write: (line: string) => void, steps: number): Progress {
  const pace = createPace();
  return {
    update: () => {},
    event: (event) => {
      if (event.type !== 'step-completed') {
        const line = printEvent(event);
        if (line !== undefined) write(line);
        return;
      }
      pace.step(event.stepSeconds);
      write(printStep(event, steps, pace.secondsFor(steps - event.step)));
    },
    note: write,
    close: () => {},
  };
}
