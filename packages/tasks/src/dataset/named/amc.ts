// AMC 12 of 2022 and 2023, the problems whose answer is a whole number (the validation set of the AIMO prize).
import type { KnownDataset } from './named-dataset.js';

export const amc: KnownDataset = {
  name: 'amc',
  title: 'AMC 12 of 2022 and 2023, with whole numbers as answers',
  homepage: 'https://huggingface.co/datasets/AI-MO/aimo-validation-amc',
  licence: 'Apache-2.0',
  repo: 'AI-MO/aimo-validation-amc',
  revision: '69d78a4a2c840e82d69af6bc742bda09005f6316',
  splits: { test: { files: ['data/train-*.parquet'], rows: 83 } },
  rows: () => ({
    map: {
      id: ['url'],
      problem: ['problem'],
      answer: ['answer'],
      answers: [],
      difficulty: ['difficulty'],
      source: [],
    },
  }),
};
