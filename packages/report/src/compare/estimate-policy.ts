// Where one policy stands by itself in each of its evaluations, with intervals over problems.
import type { Estimated } from './comparison-document.js';
import { estimateSide } from './estimate-side.js';
import type { EvaluatedPolicy } from './evaluated-policy.js';

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

/** In the order of the evaluations; those without problems are left out. */
export const estimatePolicy = ({ evaluations }: EvaluatedPolicy): readonly EstimatedEvaluation[] =>
  evaluations.flatMap(({ benchmark, mode, place, problems, maxTokens }) => {
    const results = [...problems.values()];
    if (results.length === 0) return [];
    return [{ benchmark, mode, place, problems: results.length, ...estimateSide({ results, maxTokens }) }];
  });
