// Where one policy stands by itself in each of its evaluations, with intervals over problems.
import { randomStream } from '@allot/spec';
import { resampleMeans } from '../statistics/resample.js';
import { columnOf } from './align-problems.js';
import type { Estimated } from './comparison-document.js';
import type { EvaluatedPolicy } from './evaluated-policy.js';
import { standingsOf } from './standings.js';

export interface EstimatedEvaluation {
  /** Name of the dataset. */
  readonly benchmark: string;
  readonly mode: string;
  /** Where it was read. */
  readonly place: string;
  readonly problems: number;
  /** Share of right answers. */
  readonly accuracy: Estimated;
  /** Mean tokens of a response. */
  readonly tokens: Estimated;
}

/** In the order of the evaluations; those without problems are left out. Equal evaluations give equal numbers. */
export const estimatePolicy = ({ name, evaluations }: EvaluatedPolicy): readonly EstimatedEvaluation[] =>
  evaluations.flatMap(({ benchmark, mode, place, problems, maxTokens }) => {
    const results = [...problems.values()];
    if (results.length === 0) return [];
    const columns = [columnOf(results, 'accuracy'), columnOf(results, 'tokens')];
    const resampled = resampleMeans(columns, randomStream(0, 'bootstrap', 1, 0));
    return standingsOf([{ name, mode, results, maxTokens }], resampled).map(({ accuracy, tokens }) => ({
      benchmark,
      mode,
      place,
      problems: results.length,
      accuracy,
      tokens,
    }));
  });
