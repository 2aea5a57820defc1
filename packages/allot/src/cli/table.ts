// A table without frame: a bold head, columns aligned.
import { showHiddenButStyles } from '@allot/spec';
import Table from 'cli-table3';
import { styles } from './styles.js';

export interface Column {
  readonly head: string;
  readonly align?: 'left' | 'right';
}

const noFrame = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** The table's lines, without spaces at their ends. */
export function printTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  color: boolean,
): string {
  const { bold } = styles(color);
  const table = new Table({
    head: columns.map(({ head }) => (color ? bold(head) : head)),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    chars: noFrame,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => row.map(showHiddenButStyles)));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
