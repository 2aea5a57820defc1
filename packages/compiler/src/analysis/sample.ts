// Rows on which parts of a shape are tried out: every length where rollouts stand alone, sampled groups elsewhere.
import { type Expression, evaluateShape } from '@allot/spec';
import type { AnalysisContext } from './context.js';
import { readsSiblings } from './curves.js';
import { everyLength, type Settled } from './finding.js';
import { type GroupSample, sampleGroups } from './groups.js';
import { evaluateSlice, pointSlices } from './slices.js';

interface Chunk {
  /** One value a row. */
  readonly evaluate: (expression: Expression) => Float64Array;
  /** A row in words. */
  readonly describe: (row: number) => string;
}

export interface Sample {
  readonly chunks: readonly Chunk[];
  /** How surely something does not happen that happens in no row. */
  readonly settled: Settled;
}

export const sampleReward = (reward: Expression, context: AnalysisContext): Sample =>
  readsSiblings(reward) ? fromGroups(sampleGroups(context)) : fromSlices(reward, context);

function fromSlices(reward: Expression, context: AnalysisContext): Sample {
  const { slices, resolution } = pointSlices([reward], context);
  return {
    settled: resolution === undefined ? everyLength : { how: 'sampled', resolution },
    chunks: slices.map((slice) => ({
      evaluate: (expression) => evaluateSlice(expression, slice),
      describe: (row) =>
        answer(slice.correct, slice.lengths[row] as number, context.tiers[slice.tier]?.budget as number),
    })),
  };
}

export function fromGroups({ rows, kinds, resolution }: GroupSample): Sample {
  const { correct, tokens, budget } = rows.fields;
  return {
    settled: { how: 'sampled', resolution },
    chunks: [
      {
        evaluate: (expression) => evaluateShape(expression, rows),
        describe: (row) => {
          const own = answer(correct[row] === 1, tokens[row] as number, budget[row] as number);
          return `${own}, in a group ${makeUp[kinds[row] as keyof typeof makeUp]}`;
        },
      },
    ],
  };
}

const makeUp = {
  'all-wrong': 'without a right answer',
  'all-right': 'of right answers',
  'one-right': 'with one right answer',
  'one-wrong': 'with one wrong answer',
  mixed: 'of right and wrong answers',
} as const;

const answer = (correct: boolean, tokens: number, budget: number): string =>
  `a ${correct ? 'right' : 'wrong'} answer of ${tokens} tokens at budget ${budget}`;
