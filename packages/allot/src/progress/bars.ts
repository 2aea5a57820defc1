// Progress on a terminal: a bar for the run, one for the phase under way, what the last step gave, and curves of what the steps measured.
import type { RunPhase, RunProgress } from '@allot/runtime';
import { MultiBar, type Params, type SingleBar } from 'cli-progress';
import { count, duration } from '../cli/numbers.js';
import { type BarLine, type BarLook, printBarLine, roomForText } from './bar-line.js';
import { createPace } from './pace.js';
import { printEvent, printMeans, tierText, tokensPerSecond } from './print-event.js';
import type { Progress } from './progress.js';
import { mostTierLines, type PlannedTier, tierLines } from './tier-lines.js';
import { createTrends } from './trends.js';

const phaseNames: Readonly<Record<RunPhase, string>> = {
  start: 'start',
  pilot: 'pilot',
  rollout: 'rollout',
  update: 'update',
  evaluate: 'evaluate',
  checkpoint: 'commit',
};

export interface BarOptions extends Pick<BarLook, 'color' | 'unicode'> {
  readonly steps: number;
  /** Those that steps tell about; none in supervised training. */
  readonly tiers: readonly PlannedTier[];
  /** Tokens of the longest response. */
  readonly maxTokens: number;
}

/** Bars on the given stream; `close` leaves the last state of the run there. */
export function createBars(
  stream: NodeJS.WriteStream,
  { steps, tiers, maxTokens, color, unicode }: BarOptions,
): Progress {
  // A terminal that does not know its width says 0.
  const width = (): number => stream.columns || 80;
  const pace = createPace();
  const trends = createTrends();
  const bars = new MultiBar({
    stream,
    format: (_options: object, params: Params, line: BarLine) =>
      printBarLine(line, params, { color, unicode, columns: width() }),
    fps: 8,
    hideCursor: true,
    linewrap: false,
    forceRedraw: true,
    emptyOnZero: true,
    gracefulExit: false,
  });
  const run = bars.create(steps, 0, line('steps', `0/${count(steps)}`));
  const means = bars.create(0, 0, line('', ''));
  const blanks = (length: number): SingleBar[] =>
    Array.from({ length }, () => bars.create(0, 0, line('', '')));
  const tierBars = blanks(mostTierLines(tiers, maxTokens, roomForText(width())));
  const curves = blanks(tiers.length > 0 ? 3 : 1);
  const phase = bars.create(0, 0, line('start', ''));
  const log = (text: string): void => bars.log(printAbove(text, width()));
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
      const done = `${event.step}/${steps}`;
      const rest = left ? [`${duration(left)} left`] : [];
      const speed = `${count(tokensPerSecond(event))} tokens/s`;
      run.update(event.step, line('steps', [done, ...rest, speed].join('  ')));
      means.update(0, line('last', printMeans(event).join('  ')));
      trends.step(event);
      trends.all().forEach((trend, index) => {
        curves[index]?.update(0, { label: trend.label, text: '', trend });
      });
      const told = tierLines((event.metrics.tiers ?? []).map(tierText), roomForText(width()));
      tierBars.forEach((bar, index) => {
        bar.update(0, line(index === 0 ? 'tiers' : '', told[index] ?? ''));
      });
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

const line = (label: string, text: string): BarLine => ({ label, text, trend: undefined });

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
