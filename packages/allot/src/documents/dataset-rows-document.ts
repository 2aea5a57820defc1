// What `allot data show --json` prints.
import type { Problem } from '@allot/spec';

export interface DatasetRowsDocument {
  readonly format: 1;
  /** Dataset of the definition, name, or file. */
  readonly dataset: string;
  /** Absolute paths. */
  readonly files: readonly string[];
  /** The first problems, as runs see them. */
  readonly rows: readonly Problem[];
}
