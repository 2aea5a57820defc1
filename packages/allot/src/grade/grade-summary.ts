// One line about all grades.
import { wilsonInterval } from '@allot/spec';
import type { GradeReason } from '@allot/tasks';
import { count, percent } from '../cli/numbers.js';
import type { GradeCounts } from './grade-rows.js';

const told: readonly (readonly [GradeReason, string])[] = [
  ['no-answer', 'without an answer'],
  ['too-long', 'too long'],
  ['timeout', 'timed out'],
];

/** `1,000 rows: 900 correct (90.0%, 95% interval 88.0% to 91.7%); 3 without an answer` */
export function summaryOf({ rows, correct, reasons }: GradeCounts): string {
  const [low, high] = wilsonInterval(correct, rows);
  const parts = told.flatMap(([reason, words]) => {
    const found = reasons[reason] ?? 0;
    return found === 0 ? [] : [`${count(found)} ${words}`];
  });
  const share = `${percent(correct / rows)}, 95% interval ${percent(low)} to ${percent(high)}`;
  return [
    `${count(rows)} ${rows === 1 ? 'row' : 'rows'}: ${count(correct)} correct (${share})`,
    ...parts,
  ].join('; ');
}
