// GPQA Diamond: graduate-level questions with four options (Rein et al., arXiv 2311.12022). The answer is a letter.
import { randomStream, shuffledIndices } from '@allot/spec';
import { keyOf } from '../key-table.js';
import type { Row } from '../row-source.js';
import type { KnownDataset } from './named-dataset.js';

const right = 'Correct Answer';
const wrong = ['Incorrect Answer 1', 'Incorrect Answer 2', 'Incorrect Answer 3'] as const;
const letters = ['A', 'B', 'C', 'D'] as const;

export const gpqaDiamond: KnownDataset = {
  name: 'gpqa-diamond',
  title: 'GPQA Diamond, graduate-level questions with four options',
  homepage: 'https://github.com/idavidrein/gpqa',
  licence: 'CC-BY-4.0',
  repo: 'Idavidrein/gpqa',
  revision: 'main',
  gated: true,
  splits: { test: { files: ['gpqa_diamond.csv'], rows: 198 } },
  rows: ({ optionSeed = 1 }) => ({
    map: {
      id: ['Record ID'],
      problem: ['Question'],
      answer: [right],
      answers: [],
      difficulty: [],
      source: [],
    },
    columns: [right, ...wrong],
    prepare: (row) => withLetters(row, optionSeed),
  }),
};

/** The options behind the question, in an order that follows from the seed and the id; the answer becomes its letter. */
export function withLetters(row: Row, seed: number): Row {
  const { Question: question, 'Record ID': id } = row;
  const options = [right, ...wrong].map((name) => row[name]);
  if (typeof question !== 'string' || !options.every((option) => typeof option === 'string')) return row;
  const order = shuffledIndices(
    options.length,
    randomStream(seed, 'order', ...keyOf(JSON.stringify(id ?? question))),
  );
  const lines = letters.map((letter, place) => `${letter}. ${options[order[place] as number]?.trim()}`);
  return {
    ...row,
    Question: `${question.trim()}\n\n${lines.join('\n')}`,
    [right]: letters[order.indexOf(0)],
  };
}
