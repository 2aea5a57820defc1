// The first problems of a dataset, as a run would see them.
import { type Phase, type Problem, showHiddenButStyles } from '@allot/spec';
import { hubAccessFrom, loadDataset, locateDataset } from '@allot/tasks';
import { styles } from '../cli/styles.js';
import type { DatasetRowsDocument } from '../documents/dataset-rows-document.js';
import type { WantedDataset } from './wanted-datasets.js';

/** Reads no further than it must. Nothing is downloaded. */
export async function readRows(
  { name, definition, folder }: WantedDataset,
  count: number,
): Promise<Phase<DatasetRowsDocument>> {
  const [files, missing] = await locateDataset(definition, folder, hubAccessFrom(process.env, 'never'));
  if (!files) return [undefined, missing];
  const [problems, diagnostics] = await loadDataset(definition, files, { limit: count });
  if (!problems) return [undefined, diagnostics];
  const rows = problems.slice(0, count);
  return [{ format: 1, dataset: name, files, rows }, diagnostics];
}

export const printRows = ({ rows }: DatasetRowsDocument, color: boolean): string =>
  rows.map((row) => printRow(row, color)).join('\n\n');

function printRow({ id, problem, answer, answers, difficulty, source }: Problem, color: boolean): string {
  const { bold, dim } = styles(color);
  const difficulties = difficulty === undefined ? '' : `  difficulty ${difficulty}`;
  const lines = [
    `${bold(id)}${dim(`  ${source}${difficulties}`)}`,
    problem,
    `${dim('answer')} ${(answers ?? [answer]).join(dim(' or '))}`,
  ];
  return showHiddenButStyles(lines.join('\n'));
}
