// The datasets that Allot knows, and which of them are in the cache.
import { hubAccessFrom, locateDataset, namedDatasets, type Split } from '@allot/tasks';
import { styles } from '../cli/styles.js';
import { printTable } from '../cli/table.js';
import type { ListedDataset } from '../documents/datasets-document.js';

export async function listDatasets(environment: NodeJS.ProcessEnv): Promise<readonly ListedDataset[]> {
  const access = hubAccessFrom(environment, 'never');
  const listed: ListedDataset[] = [];
  for (const { name, title, licence, homepage, repo, revision, gated = false, splits } of Object.values(
    namedDatasets,
  )) {
    const rows = Object.entries(splits).map(async ([split, known]) => {
      const [files] = await locateDataset({ kind: 'named', name, split: split as Split }, '.', access);
      return { name: split, rows: known.rows, cached: files !== undefined };
    });
    listed.push({ name, title, licence, homepage, repo, revision, gated, splits: await Promise.all(rows) });
  }
  return listed;
}

export function printDatasets(datasets: readonly ListedDataset[], color: boolean): string {
  const { dim } = styles(color);
  const rows = datasets.flatMap(({ name, title, licence, revision, gated, splits }) =>
    splits.map((split) => [
      name,
      split.name,
      split.rows.toLocaleString('en-US'),
      split.cached ? 'yes' : 'no',
      gated ? `${licence}, gated` : licence,
      revision.slice(0, 12),
      title,
    ]),
  );
  const columns = ['name', 'split', 'rows', 'cached', 'licence', 'revision', 'title'] as const;
  const heads = columns.map((head) => ({ head, ...(head === 'rows' ? { align: 'right' as const } : {}) }));
  const hint = 'allot data fetch NAME downloads one; { kind: named, name: NAME, split: SPLIT } uses it.';
  return `${printTable(heads, rows, color)}\n\n${dim(hint)}`;
}
