// What differs between the plan of a run and another, for people.
import { type Plan, type PlanChange, printOrigin, showHidden } from '@allot/spec';
import { printTable } from '../cli/table.js';

/** A table of the changes; `step` is the last that the run has committed. */
export function printChanges(
  before: Plan,
  after: Plan,
  changes: readonly PlanChange[],
  step: number,
  color: boolean,
): string {
  const rows = changes.map((change) => [
    change.path,
    short(change.before),
    short(change.after),
    change.from,
    printOrigin(after, change.path),
  ]);
  return [
    `changed after step ${step} (plan ${before.key.slice(0, 12)} -> ${after.key.slice(0, 12)}):`,
    '',
    printTable(columns, rows, color),
  ].join('\n');
}

const columns = [
  { head: 'setting' },
  { head: 'planned' },
  { head: 'now' },
  { head: 'matters from' },
  { head: 'said by' },
] as const;

const LONGEST = 60;

const short = (text: string | undefined): string => {
  if (text === undefined) return '-';
  const shown = showHidden(text);
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}...` : shown;
};
