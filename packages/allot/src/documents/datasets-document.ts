// What `allot data --json` prints.
export interface DatasetsDocument {
  readonly format: 1;
  readonly datasets: readonly ListedDataset[];
}

export interface ListedDataset {
  readonly name: string;
  readonly title: string;
  /** SPDX identifier, as its publisher states it. */
  readonly licence: string;
  readonly homepage: string;
  /** Repository of the Hugging Face hub. */
  readonly repo: string;
  /** Commit, or the branch where none is known. */
  readonly revision: string;
  /** Whether its terms must be accepted on the hub. */
  readonly gated: boolean;
  readonly splits: readonly {
    readonly name: string;
    readonly rows: number;
    /** Whether its files are in the cache. */
    readonly cached: boolean;
  }[];
}
