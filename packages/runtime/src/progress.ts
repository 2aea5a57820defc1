// Tells a caller where the run stands.

import type { EvaluationModeName, RunPhase, RunProgress } from './outcome.js';
import { secondsSince } from './seconds-since.js';

export interface ProgressReporter {
  /** A phase of a step begins; gives the function that its rollouts report to. */
  begin(
    phase: RunPhase,
    step: number,
    options?: { rollouts?: number; mode?: EvaluationModeName },
  ): (finished: number, tokens: number) => void;
}

export function createProgress(
  steps: number,
  onProgress: ((progress: RunProgress) => void) | undefined,
): ProgressReporter {
  return {
    begin(phase, step, { rollouts = 0, mode } = {}) {
      const began = performance.now();
      const tell = (finishedRollouts: number, tokens: number): void => {
        const seconds = secondsSince(began);
        onProgress?.({
          phase,
          step,
          steps,
          ...(mode ? { mode } : {}),
          finishedRollouts,
          rollouts,
          tokens,
          tokensPerSecond: seconds > 0 ? tokens / seconds : 0,
        });
      };
      tell(0, 0);
      return tell;
    },
  };
}
