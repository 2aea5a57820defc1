// MATH: competition problems with levels 1 to 5 (Hendrycks et al., arXiv 2103.03874). The answer is boxed in the solution.
import type { KnownDataset } from './named-dataset.js';

export const math: KnownDataset = {
  name: 'math',
  title: 'MATH, competition problems of levels 1 to 5',
  homepage: 'https://github.com/hendrycks/math',
  licence: 'MIT',
  repo: 'DigitalLearningGmbH/MATH-lighteval',
  revision: '0530c78699ea5e8eb5530600900e1f328b48acad',
  splits: {
    train: { files: ['data/train-*.parquet'], rows: 7500 },
    test: { files: ['data/test-*.parquet'], rows: 5000 },
  },
  rows: () => ({
    map: {
      id: ['unique_id'],
      problem: ['problem'],
      answer: ['answer', { field: 'solution', extract: 'last-boxed' }],
      answers: [],
      difficulty: [{ field: 'level', from: 'Level {number}' }, 'difficulty'],
      source: [],
    },
    prepare: withoutUnknownLevel,
  }),
};

/** A few rows say `Level ?`: their difficulty is not known. */
function withoutUnknownLevel(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (row.level !== 'Level ?') return row;
  const { level: _, ...rest } = row;
  return rest;
}
