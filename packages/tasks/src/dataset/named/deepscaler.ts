// DeepScaleR's training problems: AIME to 2023, AMC before 2023, Omni-MATH and STILL, with one answer each.
import type { KnownDataset } from './named-dataset.js';

export const deepscaler: KnownDataset = {
  name: 'deepscaler',
  title: "DeepScaleR's training problems",
  homepage: 'https://huggingface.co/datasets/agentica-org/DeepScaleR-Preview-Dataset',
  licence: 'MIT',
  repo: 'agentica-org/DeepScaleR-Preview-Dataset',
  revision: 'main',
  splits: { train: { files: ['deepscaler.json'], rows: 40_315 } },
  rows: () => ({
    map: {
      id: [],
      problem: ['problem'],
      answer: ['answer'],
      answers: [],
      difficulty: [],
      source: [],
    },
  }),
};
