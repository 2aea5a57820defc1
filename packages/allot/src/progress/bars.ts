// Progress on a terminal: a bar for the run, one for the phase under way, and what the last step gave.
import type { RunPhase, RunProgress } from '@allot/runtime';
import { MultiBar, type Params, type SingleBar } from 'cli-progress';
import { count, duration } from '../cli/numbers.js';
import { styles } from '../cli/styles.js';
import { createPace } from './pace.js';
import { printEvent, printMeans, printTiers, tokensPerSecond } from './print-event.js';
import type { Progress } from './progress.js';

const phaseNames: Readonly<Record<RunPhase, string>> = {
  start: 'start',
  pilot: 'pilot',
  rollout: 'rollout',
  update: 'update',
  evaluate: 'evaluate',
  checkpoint: 'commit',
};

const barWidth = 24;
const labelWidth = 9;

export interface BarOptions {
  readonly steps: number;
  /** Whether steps tell about tiers: not in supervised training. */
  readonly hasTiers: boolean;
}

/** Bars on the given stream; `close` leaves the last state of the run there. */
export function createBars(
  stream: NodeJS.WriteStream,
  color: boolean,
  { steps, hasTiers }: BarOptions,
): Progress {
  const pace = createPace();
  const bars = new MultiBar({
    stream,
    format: (_options: object, params: Params, line: Line) =>
      printLine(line, params, color, stream.columns ?? 80),
    fps: 8,
    hideCursor: true,
    linewrap: false,
    forceRedraw: true,
    emptyOnZero: true,
    gracefulExit: false,
  });
  const run = bars.create(steps, 0, line('steps', `0/${count(steps)}`));
  const means = bars.create(0, 0, line('', ''));
  const tiers = hasTiers ? bars.create(0, 0, line('', '')) : undefined;
  const phase = bars.create(0, 0, line('start', ''));
  const log = (text: string): void => bars.log(printAbove(text, stream.columns ?? 80));
  return {
    update: (now) => showPhase(phase, now),
    event: (event) => {
      if (event.type === 'run-resumed')
        run.update(event.checkpoint, line('steps', `${event.checkpoint}/${steps}`));
      if (event.type !== 'step-completed') {
        const text = printEvent(event);
        if (text !== undefined) log(text);
        return;
      }
      pace.step(event.stepSeconds);
      const left = pace.secondsFor(steps - event.step);
      const done = `${event.step}/${steps}  ${count(tokensPerSecond(event))} tokens/s`;
      run.update(event.step, line('steps', left ? `${done}  ${duration(left)} left` : done));
      means.update(0, line('last', printMeans(event).join('  ')));
      tiers?.update(0, line('', event.metrics.tiers ? `tiers ${printTiers(event.metrics.tiers)}` : ''));
    },
    note: log,
    close: () => {
      phase.update(0, line('', ''));
      phase.setTotal(0);
      bars.update();
      bars.stop();
    },
  };
}

/** One line: a label, a bar where there is a total, a text. */
interface Line {
  readonly label: string;
  readonly text: string;
}

const line = (label: string, text: string): Line => ({ label, text });

function printLine({ label, text }: Line, { value, total }: Params, color: boolean, columns: number): string {
  const { bold, dim, green } = styles(color);
  const head = bold(label.padEnd(labelWidth));
  if (total <= 0) return `${head} ${text.slice(0, columns - labelWidth - 2)}`;
  const done = Math.round((barWidth * Math.min(value, total)) / total);
  const bar = `${green('━'.repeat(done))}${dim('─'.repeat(barWidth - done))}`;
  return `${head} ${bar} ${text.slice(0, columns - labelWidth - barWidth - 3)}`;
}

/** Text as lines that fit and that clear what stood there before. */
function printAbove(text: string, columns: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length >= columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((part) => `${part}\u001b[K\n`).join('');
}

function showPhase(bar: SingleBar, now: RunProgress): void {
  const { phase, mode, finishedRollouts, rollouts } = now;
  bar.setTotal(rollouts);
  const rolled = rollouts === 0 ? '' : `${count(finishedRollouts)}/${count(rollouts)} rollouts`;
  bar.update(finishedRollouts, line(phaseNames[phase], [rolled, mode ?? ''].join('  ').trim()));
}
