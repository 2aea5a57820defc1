// How a run is, in one line: what it does, how fast, how long still, or what it waits for.
import type { RunEvent, StepCompleted } from '@allot/spec';
import type { Halt } from '@allot/store';
import { count, duration } from '../cli/numbers.js';
import type { RunStatus } from '../documents/runs-document.js';
import { createPace } from '../progress/pace.js';
import { printMeans, tokensPerSecond } from '../progress/print-event.js';

export interface Watched {
  readonly directory: string;
  readonly status: RunStatus;
  readonly halted?: Halt | undefined;
  readonly events: readonly RunEvent[];
  /** Of the plan. */
  readonly steps: number;
}

export function liveText({ directory, status, halted, events, steps }: Watched): string {
  const trained = events.flatMap((event) => (event.type === 'step-completed' ? [event] : []));
  const last = trained.at(-1);
  const done = `step ${last?.step ?? 0} of ${steps}`;
  switch (status) {
    case 'running':
      return last === undefined ? startText(events) : parts(done, ...paceText(trained, last, steps));
    case 'detached':
      return parts(done, `on a cluster, followed by nobody; allot resume ${directory} follows it`);
    case 'finished':
      return parts(done, finishedText(events));
    case 'waiting':
      return parts(
        done,
        `waits at the gate ${halted?.by}`,
        `allot approve ${directory} --gate ${halted?.by} --by NAME, then allot resume ${directory}`,
      );
    case 'denied':
      return parts(done, `not let through the gate ${halted?.by}`);
    case 'stopped':
      return parts(done, `stopped by the guard ${halted?.by}`);
    case 'interrupted':
      return parts(done, `not running; go on with allot resume ${directory}`);
  }
}

const parts = (...texts: readonly string[]): string => texts.join(' · ');

const startText = (events: readonly RunEvent[]): string =>
  events.some(({ type }) => type === 'evaluation-completed')
    ? 'first step'
    : 'starting, then the base policy is evaluated';

function paceText(trained: readonly StepCompleted[], last: StepCompleted, steps: number): string[] {
  const pace = createPace();
  for (const { stepSeconds } of trained) pace.step(stepSeconds);
  const left = steps - last.step;
  const secondsLeft = pace.secondsFor(left) ?? 0;
  return [
    left === 0 ? 'evaluating' : `${duration(secondsLeft)} left`,
    `${count(tokensPerSecond(last))} tokens/s`,
    ...printMeans(last),
  ];
}

function finishedText(events: readonly RunEvent[]): string {
  const finished = events.findLast((event) => event.type === 'run-finished');
  return finished === undefined ? 'finished' : `finished in ${duration(finished.totalSeconds)}`;
}
