// GSM8K: grade-school word problems (Cobbe et al., arXiv 2110.14168). The answer stands behind `####`.
import type { KnownDataset } from './named-dataset.js';

export const gsm8k: KnownDataset = {
  name: 'gsm8k',
  title: 'GSM8K, grade-school word problems',
  homepage: 'https://github.com/openai/grade-school-math',
  licence: 'MIT',
  repo: 'openai/gsm8k',
  revision: '740312add88f781978c0658806c59bc2815b9866',
  splits: {
    train: { files: ['main/train-*.parquet'], rows: 7473 },
    test: { files: ['main/test-*.parquet'], rows: 1319 },
  },
  rows: () => ({
    map: {
      id: [],
      problem: ['question'],
      answer: [{ field: 'answer', extract: 'after-hashes' }],
      answers: [],
      difficulty: [],
      source: [],
    },
  }),
};
