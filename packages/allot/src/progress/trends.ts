// What a run's steps measured so far, as curves for a terminal: a line each, with where it began and where it is.
import type { StepCompleted } from '@allot/spec';
import { percent } from '../cli/numbers.js';

export interface Trend {
  readonly label: string;
  readonly values: readonly number[];
  readonly write: (value: number) => string;
}

export interface Trends {
  step(event: StepCompleted): void;
  /** Those with values, in an order that stays. */
  all(): readonly Trend[];
}

const watched = [
  { label: 'length', of: ({ metrics }) => metrics.meanTokens, write: (value) => value.toFixed(1) },
  { label: 'accuracy', of: ({ metrics }) => metrics.accuracy, write: percent },
  { label: 'reward', of: ({ metrics }) => metrics.meanReward, write: (value) => value.toFixed(2) },
  {
    label: 'loss',
    of: ({ metrics }) => (metrics.accuracy === undefined ? metrics.loss : undefined),
    write: (value) => value.toFixed(3),
  },
] as const satisfies readonly (Pick<Trend, 'label' | 'write'> & {
  readonly of: (step: StepCompleted) => number | undefined;
})[];

/** A step that is trained anew takes the place of what came after it. */
export function createTrends(): Trends {
  let steps: StepCompleted[] = [];
  return {
    step: (event) => {
      steps = [...steps.filter(({ step }) => step < event.step), event];
    },
    all: () =>
      watched.flatMap(({ label, of, write }) => {
        const values = steps.flatMap((step) => of(step) ?? []);
        return values.length > 0 ? [{ label, values, write }] : [];
      }),
  };
}
