// AIME: the American Invitational Mathematics Examination, 1983 to 2024; answers are whole numbers from 0 to 999.
import type { NamedDataset } from '@allot/spec';
import type { Row } from '../row-source.js';
import type { KnownDataset } from './named-dataset.js';

export const aime: KnownDataset = {
  name: 'aime',
  title: 'AIME, 1983 to 2024; `years` chooses',
  homepage: 'https://artofproblemsolving.com/wiki/index.php/AIME_Problems_and_Solutions',
  licence: 'MIT',
  repo: 'di-zhang-fdu/AIME_1983_2024',
  revision: 'main',
  splits: { test: { files: ['AIME_Dataset_1983_2024.csv'], rows: 933 } },
  rows: ({ years }) => ({
    map: {
      id: ['ID', 'id'],
      problem: ['Question', 'problem'],
      answer: ['Answer', 'answer'],
      answers: [],
      difficulty: ['difficulty'],
      source: [],
    },
    columns: ['Year', 'year', 'aime_number', 'problem_number'],
    ...(years && { accepts: (row: Row) => isIn(years, row) }),
    prepare: identified,
  }),
};

function isIn([from, to]: NonNullable<NamedDataset['years']>, row: Row): boolean {
  const year = Number(row.Year ?? row.year);
  return year >= from && year <= to;
}

/** Copies without ids have a year, the number of the examination and that of the problem. */
function identified(row: Row): Row {
  const { year, aime_number: examination, problem_number: number } = row;
  if (row.ID !== undefined || row.id !== undefined || year === undefined || number === undefined) return row;
  return {
    ...row,
    id: [year, examination, number]
      .filter((part) => part !== undefined)
      .map(String)
      .join('-'),
  };
}
