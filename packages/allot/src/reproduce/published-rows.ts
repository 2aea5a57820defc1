// A published table as text.
import { count } from '../cli/numbers.js';
import { printTable } from '../cli/table.js';
import type { PublishedTableDocument } from '../documents/preset-document.js';

/** `45.0`, `34.72`: as papers print it. */
export const accuracyText = (percent: number): string =>
  percent.toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 2 });

export const publishedRows = (results: PublishedTableDocument['results'], color: boolean): string =>
  printTable(
    [
      { head: 'benchmark' },
      ...['accuracy %', 'tokens', 'base %', 'base tokens'].map((head) => ({ head, align: 'right' as const })),
    ],
    results.map(({ benchmark, accuracy, tokens, base }) => [
      benchmark,
      accuracyText(accuracy),
      tokens === undefined ? 'not recorded' : count(tokens),
      base === undefined ? 'not recorded' : accuracyText(base.accuracy),
      base === undefined ? 'not recorded' : count(base.tokens),
    ]),
    color,
  );
