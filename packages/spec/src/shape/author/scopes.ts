// What a user's shape may ask of the rows around its own: statistics over a group, a tier or the batch.

/** What a statistic is of; true counts as 1 and false as 0. */
export type OfMember<Row> = (member: Row) => number | boolean;

export interface MemberOptions<Row> {
  /** Only members for which it holds count. */
  readonly where?: (member: Row) => boolean;
  /** Whether the row itself is left out. @default false */
  readonly leaveOneOut?: boolean;
}

export interface StatisticOptions<Row> extends MemberOptions<Row> {
  /** Value when no member is left: there is no right one for every shape, so it is always said. */
  readonly empty: number;
}

export interface DeviationOptions<Row> extends StatisticOptions<Row> {
  /** Divides by n - ddof; with no more members than that, the value is `empty`. @default 1 */
  readonly ddof?: 0 | 1;
}

export interface RankOptions<Row> extends Pick<MemberOptions<Row>, 'where'> {
  /** How members equal to the row count: not at all, half, or whole. @default 'min' */
  readonly ties?: 'min' | 'mean' | 'max';
}

/** Statistics over the rows that belong together with a row, itself among them. */
export interface ShapeScope<Row> {
  readonly mean: (of: OfMember<Row>, options: StatisticOptions<Row>) => number;
  /** Standard deviation. */
  readonly std: (of: OfMember<Row>, options: DeviationOptions<Row>) => number;
  readonly min: (of: OfMember<Row>, options: StatisticOptions<Row>) => number;
  readonly max: (of: OfMember<Row>, options: StatisticOptions<Row>) => number;
  readonly median: (of: OfMember<Row>, options: StatisticOptions<Row>) => number;
  /** The quantile at `share`, from 0 to 1, linear between order statistics. */
  readonly quantile: (of: OfMember<Row>, share: number, options: StatisticOptions<Row>) => number;
  /** 0 when no member is left. */
  readonly sum: (of: OfMember<Row>, options?: MemberOptions<Row>) => number;
  /** Number of members for which `which` holds; of all members without it. */
  readonly count: (
    which?: (member: Row) => boolean,
    options?: Pick<MemberOptions<Row>, 'leaveOneOut'>,
  ) => number;
  /** Number of members below the row's own value. */
  readonly rank: (of: OfMember<Row>, options?: RankOptions<Row>) => number;
}

/** A shape's second argument. */
export interface ShapeScopes<Row> {
  /** The rollouts of one problem in one step. */
  readonly group: ShapeScope<Row>;
  /** Those of the row's tier inside its group. */
  readonly tier: ShapeScope<Row>;
  /** All rollouts of the step. */
  readonly batch: ShapeScope<Row>;
  /** Cells of the run's memory, by the names that the definition gives them. */
  readonly state: Readonly<Record<string, number>>;
}
