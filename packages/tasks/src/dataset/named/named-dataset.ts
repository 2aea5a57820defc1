// What Allot knows of a dataset that it calls by name.
import type { DatasetName, NamedDataset } from '@allot/spec';
import type { RowSource } from '../row-source.js';

export interface KnownDataset {
  readonly name: DatasetName;
  readonly title: string;
  /** Page where people read about it. */
  readonly homepage: string;
  /** SPDX identifier, as its publisher states it. */
  readonly licence: string;
  /** Repository of the hub. */
  readonly repo: string;
  /** The commit whose files this mapping was written for; `main` where none could be confirmed. */
  readonly revision: string;
  /** Files of each split, as patterns of paths in the repository; the first split is the one taken when none is named. */
  readonly splits: Readonly<Partial<Record<Split, KnownSplit>>>;
  /** Whether the hub hands it out only to users who have accepted its terms. */
  readonly gated?: boolean;
  /** How its rows are read, those of a local copy too. */
  readonly rows: (
    definition: NamedDataset,
  ) => Pick<RowSource, 'map'> & Partial<Pick<RowSource, 'accepts' | 'prepare' | 'columns'>>;
}

export type Split = NonNullable<NamedDataset['split']>;

export interface KnownSplit {
  readonly files: readonly string[];
  /** Rows of the hub's files. */
  readonly rows: number;
}

/** The split that a definition means; undefined where the dataset has no such split. */
export function splitOf({ splits }: KnownDataset, wanted: Split | undefined): KnownSplit | undefined {
  return wanted === undefined ? Object.values(splits)[0] : splits[wanted];
}
