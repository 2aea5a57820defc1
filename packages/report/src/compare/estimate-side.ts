// Accuracy and tokens of one policy over some problems, with intervals.
import { answerIntervals, average } from '@allot/spec';
import type { Estimated } from './comparison-document.js';
import type { ProblemResult } from './evaluated-policy.js';

export interface Side {
  readonly results: readonly ProblemResult[];
  /** Response cap, in tokens. */
  readonly maxTokens: number;
}

export function estimateSide({ results, maxTokens }: Side): {
  readonly accuracy: Estimated;
  readonly tokens: Estimated;
} {
  const intervals = answerIntervals(results, maxTokens);
  return {
    accuracy: { value: average(results.map(({ accuracy }) => accuracy)), interval: intervals.accuracy },
    tokens: { value: average(results.map(({ tokens }) => tokens)), interval: intervals.tokens },
  };
}
