// A comparison on a terminal: verdicts, a table for each policy against the base, and where all of them stand.
import { showHidden } from '@allot/spec';
import { isClear } from '../compare/compare-verdict.js';
import {
  accuracyText,
  percentText,
  pointsText,
  probabilityText,
  readingNotes,
  scoreText,
  sharePercent,
  tokensText,
} from '../compare/comparison-cells.js';
import type {
  CellComparison,
  ComparisonDocument,
  PairedChange,
  PolicyChange,
  TestedChange,
} from '../compare/comparison-document.js';
import { formatCount, formatShare, formatTokens } from '../format.js';
import { alignRows, type Cell, type Paint, paintText, wrapText } from './align.js';
import type { PrintOptions } from './print-summary.js';

export function printComparison(document: ComparisonDocument, { color, width }: PrintOptions): string {
  const { verdicts, differences, notes, results, policies, tests } = document;
  const text = (sentence: string, paint?: Paint): string[] =>
    wrapText(oneLine(sentence), Math.max(40, width)).map((line) => paintText(line, paint, color));
  const base = policies[0]?.name ?? '';
  const blocks = [
    ...verdicts.map((verdict) => text(verdict, 'bold')),
    ...differences.map(({ what, policy, detail }) =>
      text(`Allowed to differ: ${what} of ${policy} (${detail}).`, 'red'),
    ),
    notes.flatMap((note) => text(note)),
    ...results.flatMap((cell) => [
      ...cell.changes.map((change) => [
        ...text(`${titleOf(cell)}: ${change.policy} against ${base}`, 'bold'),
        ...alignRows(changeRows(change), color),
      ]),
      alignRows(standingRows(cell), color),
    ]),
    readingNotes(tests).flatMap((note) => text(note, 'dim')),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

/** Names come from files and command lines: nothing in them moves the cursor. */
const oneLine = (text: string): string => showHidden(text).replace(/\s/g, ' ');

/** `natural mode of test, 2,048 problems`. */
export const titleOf = ({ mode, benchmark, problems }: CellComparison): string =>
  `${mode} mode of ${benchmark}, ${formatCount(problems)} ${problems === 1 ? 'problem' : 'problems'}`;

function changeRows({ all, byDifficulty }: PolicyChange): Cell[][] {
  const columns = ['base', 'other', 'change', 'p'];
  const blanks: Cell[] = columns.slice(1).map(() => ({ text: '' }));
  return [
    [{ text: '' }, { text: 'accuracy %', paint: 'bold' }, ...blanks, { text: 'tokens', paint: 'bold' }],
    [{ text: '' }, ...[...columns, ...columns].map((text): Cell => ({ text, paint: 'dim' }))],
    changeRow('all', all),
    ...byDifficulty.map((row) => changeRow(row.name, row)),
  ];
}

const changeRow = (
  name: string,
  { problems, base, other, accuracyPoints, tokensPercent }: PairedChange,
): Cell[] => [
  { text: `${oneLine(name)} (${formatCount(problems)})` },
  { text: sharePercent(base.accuracy) },
  { text: sharePercent(other.accuracy), paint: 'bold' },
  { text: pointsText(accuracyPoints), ...tone(accuracyPoints, 1) },
  { text: probabilityText(accuracyPoints.adjustedP), paint: 'dim' },
  { text: formatTokens(base.tokens) },
  { text: formatTokens(other.tokens), paint: 'bold' },
  ...(tokensPercent
    ? [
        { text: percentText(tokensPercent), ...tone(tokensPercent, -1) },
        { text: probabilityText(tokensPercent.adjustedP), paint: 'dim' as const },
      ]
    : [{ text: '-' }, { text: '-' }]),
];

/** Green for what is better, red for what is worse, nothing for what cannot be told apart. */
const tone = (change: TestedChange, better: 1 | -1): { paint?: Paint } =>
  isClear(change) ? { paint: change.value * better > 0 ? 'green' : 'red' } : {};

function standingRows({ standings, changes }: CellComparison): Cell[][] {
  const head = ['', 'accuracy %', 'tokens', 'AES', 'frontier'];
  return [
    head.map((text): Cell => ({ text, paint: 'dim' })),
    ...standings.map(({ policy, accuracy, tokens, frontierShare }, index): Cell[] => {
      const score = changes[index - 1]?.efficiencyScore;
      return [
        { text: oneLine(policy) },
        { text: accuracyText(accuracy) },
        { text: tokensText(tokens) },
        { text: index === 0 ? '0' : score ? scoreText(score) : '-' },
        { text: formatShare(frontierShare, 0) },
      ];
    }),
  ];
}
