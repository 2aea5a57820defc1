// MATH-500: the 500 test problems of MATH that "Let's Verify Step by Step" (arXiv 2305.20050) evaluates on.
import type { KnownDataset } from './named-dataset.js';

export const math500: KnownDataset = {
  name: 'math-500',
  title: 'MATH-500, a sample of the test split of MATH',
  homepage: 'https://huggingface.co/datasets/HuggingFaceH4/MATH-500',
  licence: 'MIT',
  repo: 'HuggingFaceH4/MATH-500',
  revision: '6e4ed1a2a79af7d8630a6b768ec859cb5af4d3be',
  splits: { test: { files: ['test.jsonl'], rows: 500 } },
  rows: () => ({
    map: {
      id: ['unique_id'],
      problem: ['problem'],
      answer: ['answer'],
      answers: [],
      difficulty: ['level', 'difficulty'],
      source: [],
    },
  }),
};
