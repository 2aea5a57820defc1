// The intervals of an evaluation, the same wherever it is read: of the share of right answers, and of tokens.
import {
  clusterBootstrapInterval,
  clusterShareInterval,
  type Interval,
  meanInterval,
  wilsonInterval,
} from './statistics.js';

/** What a policy made of one problem, means over its samples. */
export interface AnsweredProblem {
  readonly id: string;
  readonly samples: number;
  /** Share of right answers. */
  readonly accuracy: number;
  readonly tokens: number;
}

export interface AnswerIntervals {
  readonly accuracy: Interval;
  /** From 0 to the response cap. */
  readonly tokens: Interval;
}

/**
 * 95%, over problems: with one sample a problem Wilson's interval of the share and the normal one of mean tokens, else
 * both by a bootstrap. The order of the problems does not matter. `maxTokens` is the response cap, where it is known.
 */
export function answerIntervals(
  problems: readonly AnsweredProblem[],
  maxTokens = Number.POSITIVE_INFINITY,
): AnswerIntervals {
  const ordered = problems.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const accuracy = ordered.map((one) => one.accuracy);
  const tokens = ordered.map((one) => one.tokens);
  const single = ordered.every(({ samples }) => samples === 1);
  const [low, high] = single ? meanInterval(tokens) : clusterBootstrapInterval(clusters(ordered, tokens));
  return {
    accuracy: single
      ? wilsonInterval(
          accuracy.reduce((sum, value) => sum + value, 0),
          accuracy.length,
        )
      : clusterShareInterval(clusters(ordered, accuracy)),
    tokens: [Math.max(0, low), high > maxTokens ? maxTokens : high],
  };
}

/** The samples of each problem; their mean stands for each of them. */
const clusters = (problems: readonly AnsweredProblem[], means: readonly number[]): readonly number[][] =>
  problems.map(({ samples }, index) => Array.from({ length: samples }, () => means[index] as number));
