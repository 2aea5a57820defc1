// Minerva's undergraduate problems from OpenCourseWare (Lewkowycz et al., arXiv 2206.14858).
import type { KnownDataset } from './named-dataset.js';

export const minerva: KnownDataset = {
  name: 'minerva',
  title: "Minerva's OpenCourseWare problems, undergraduate science",
  homepage: 'https://arxiv.org/abs/2206.14858',
  licence: 'not stated',
  repo: 'math-ai/minervamath',
  revision: 'main',
  splits: { test: { files: ['test*', 'data/test*', 'minervamath*'], rows: 272 } },
  rows: () => ({
    map: {
      id: ['idx'],
      problem: ['problem', 'question'],
      answer: ['answer'],
      answers: [],
      difficulty: [],
      source: [],
    },
  }),
};
