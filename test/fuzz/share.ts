// How much of the trying a caller wants, and where.

export interface Share {
  /** A folder of its own. */
  readonly folder: string;
  /** Cases. */
  readonly count: number;
  readonly seed: number;
}
