// The numbers of a comparison as text, the same on a terminal and on a page.
import { formatFixed, formatSigned, formatTokens } from '../format.js';
import type { Estimated, Interval95, TestedChange } from './comparison-document.js';

export const sharePercent = (share: number): string => formatFixed(100 * share, 1);

/** `+9.3 [+7.5, +11.1]`. */
export const pointsText = ({ value, interval }: TestedChange): string =>
  withInterval(formatSigned(value, 1), interval, (end) => formatSigned(end, 1));

/** `−55% [−56, −53]`, with decimals where the change is small. */
export function percentText({ value, interval }: TestedChange): string {
  const digits = Math.abs(value) < 9.95 ? 1 : 0;
  return withInterval(`${formatSigned(value, digits)}%`, interval, (end) => formatSigned(end, digits));
}

/** `0.012`, or `<0.001`. */
export const probabilityText = (p: number): string => (p < 0.001 ? '<0.001' : formatFixed(p, 3));

export const accuracyText = ({ value, interval }: Estimated): string =>
  withInterval(sharePercent(value), interval, sharePercent);

/** One problem says nothing of others: its tokens come without an interval. */
export const tokensText = ({ value, interval }: Estimated): string =>
  withInterval(formatTokens(value), interval[0] < interval[1] ? interval : undefined, formatTokens);

export const scoreText = ({ value, interval }: Estimated): string =>
  withInterval(formatFixed(value, 2), interval, (end) => formatFixed(end, 2));

const withInterval = (
  value: string,
  interval: Interval95 | undefined,
  write: (end: number) => string,
): string => (interval === undefined ? value : `${value} [${interval.map(write).join(', ')}]`);

/** How to read the numbers, one sentence each. */
export const readingNotes = (tests: number): readonly string[] => [
  'In brackets: 95% intervals over problems; of changes paired, by a BCa bootstrap, where the report of one run has those of Newcombe, and of Zou and Donner; these too where every problem changes alike.',
  `p: exact McNemar or paired permutation, adjusted for ${tests} ${tests === 1 ? 'test' : 'tests'} (Holm). A change is claimed where it is below 0.05 and the interval leaves out zero: an interval alone is of one number, and many are looked at.`,
  'Frontier: the share of resamples in which no other policy is at least as accurate and as short, and better in one of both; equal policies do not beat each other.',
];
