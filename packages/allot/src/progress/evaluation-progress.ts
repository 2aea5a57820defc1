// How far an evaluation is: a bar on a terminal, nothing in a pipe.
import type { RunProgress } from '@allot/runtime';
import { SingleBar } from 'cli-progress';
import { count } from '../cli/numbers.js';
import type { Terminal } from '../cli/terminal.js';
import { barText, usesUnicode } from './terminal-text.js';

export interface EvaluationProgress {
  readonly update: (progress: RunProgress) => void;
  readonly close: () => void;
}

export function openEvaluationProgress({ stderr }: Terminal): EvaluationProgress {
  if (!stderr.interactive) return { update: () => {}, close: () => {} };
  const { done, open } = barText(usesUnicode(process.env, process.platform));
  const bar = new SingleBar({
    stream: process.stderr,
    barCompleteChar: done,
    barIncompleteChar: open,
    format: '{mode}  {bar}  {value} of {total} responses  {speed} tokens/s  {eta_formatted} left',
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
  });
  let mode: string | undefined;
  return {
    update: (now) => {
      if (now.mode !== mode) {
        if (mode !== undefined) bar.stop();
        mode = now.mode;
        bar.start(now.rollouts, 0, { mode, speed: '0' });
      }
      bar.update(now.finishedRollouts, { mode, speed: count(now.tokensPerSecond) });
    },
    close: () => {
      if (mode !== undefined) bar.stop();
    },
  };
}
