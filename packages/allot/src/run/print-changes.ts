// What differs between the plan of a run and another, for people.
import { type Origin, type Plan, type PlanChange, showHidden } from '@allot/spec';
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
    originOf(after, change.path),
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

/** Where the new value comes from. */
function originOf({ origins }: Plan, path: string): string {
  const origin: Origin | undefined = origins[path];
  switch (origin?.from) {
    case 'definition':
      return `${origin.file}:${origin.line}`;
    case 'flag':
      return origin.flag;
    case 'template':
      return `template ${origin.template}`;
    case 'model':
      return origin.file;
    case 'derived':
      return `from ${origin.rule}`;
    case 'default':
      return 'default';
    case undefined:
      return '';
  }
}
