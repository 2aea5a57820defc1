// OlympiadBench: the open-ended English mathematics competition problems without pictures (He et al., arXiv 2402.14008).
import type { KnownDataset } from './named-dataset.js';

export const olympiadbench: KnownDataset = {
  name: 'olympiadbench',
  title: 'OlympiadBench, open-ended mathematics in English, text only',
  homepage: 'https://github.com/OpenBMB/OlympiadBench',
  licence: 'Apache-2.0',
  repo: 'Hothan/OlympiadBench',
  revision: '91184b52131e7fc9455fef848035173aea8cc01a',
  splits: { test: { files: ['OlympiadBench/OE_TO_maths_en_COMP/OE_TO_maths_en_COMP.parquet'], rows: 674 } },
  rows: () => ({
    map: {
      id: ['id'],
      problem: ['question', 'problem'],
      answer: ['final_answer', 'answer'],
      answers: [],
      difficulty: [],
      source: [],
    },
  }),
};
