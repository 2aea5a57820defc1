// A published table as text.
import { count } from '../cli/numbers.js';
import { printTable } from '../cli/table.js';
import type { PublishedTableDocument } from '../documents/preset-document.js';

export const publishedRows = (results: PublishedTableDocument['results'], color: boolean): string =>
  printTable(
    [
      { head: 'benchmark' },
      ...['accuracy %', 'tokens', 'base %', 'base tokens'].map((head) => ({ head, align: 'right' as const })),
    ],
    results.map(({ benchmark, accuracy, tokens, base }) => [
      benchmark,
      accuracy.toString(),
      tokens === undefined ? 'not recorded' : count(tokens),
      base === undefined ? 'not recorded' : base.accuracy.toString(),
      base === undefined ? 'not recorded' : count(base.tokens),
    ]),
    color,
  );
