// What the runs of the miniature measured: small, and all that its page is made of.

/** A mean, for each seed, and its standard error over problems once seeds are averaged; 0 where problems play no part. */
export interface Measured {
  /** In the order of the arm's seeds. */
  readonly seeds: readonly number[];
  readonly error: number;
}

/** Accuracy is a share; tokens are those of a response. */
export interface Cell {
  readonly problems: number;
  readonly accuracy: Measured;
  readonly tokens: Measured;
}

/** How responses work, as means over problems. */
export interface WorkCell {
  /** Share of a response that stands before the closing tag. */
  readonly thinkingShare: Measured;
  /** Checks `?r` and beginnings of copies `~` in a response. */
  readonly rechecks: Measured;
  /** Checks and everything from the first copy on, as a share of the thinking. */
  readonly recheckShare: Measured;
  /** Steps `op d = r` before the first copy, each with the checks behind it: checks a step. */
  readonly checksPerStep: Measured;
}

/** Curves of training, a value for each stretch of `curveSteps` steps, for each seed. */
export interface TrainingCurves {
  readonly tokens: readonly (readonly number[])[];
  /** Mean over groups of the standard deviation of lengths inside a group. */
  readonly spread: readonly (readonly number[])[];
  /** Mean tokens of each tier over the last `lastSteps` steps; none where there is one. */
  readonly tiers: readonly { readonly budget: number; readonly tokens: Measured }[];
  /** The spread over the first and the last `lastSteps` steps, and around the middle of training. */
  readonly firstSpread: Measured;
  readonly middleSpread: Measured;
  readonly lastSpread: Measured;
}

export type ArmGroup = 'base' | 'hbpo' | 'budgets' | 'reward' | 'field' | 'control';

export interface ArmResults {
  readonly name: string;
  readonly title: string;
  readonly group: ArmGroup;
  readonly about: string;
  /** Those that are trained and evaluated. */
  readonly seeds: readonly number[];
  /** By range of difficulty, `all` first, then by number of operations: `2`. */
  readonly natural: Readonly<Record<string, Cell>>;
  readonly efficient: Readonly<Record<string, Cell>>;
  /** Problems longer than any that was trained on. */
  readonly longer: Cell;
  /** In natural mode, by range of difficulty. */
  readonly work: Readonly<Record<string, WorkCell>>;
  /** Absent for the base. */
  readonly training?: TrainingCurves;
}

export interface MiniatureResults {
  readonly format: 1;
  readonly steps: number;
  /** Seeds that every arm is to have. */
  readonly seeds: readonly number[];
  /** The base first, which is absent until the first run is done. */
  readonly arms: readonly ArmResults[];
  /** Those of which anything is done. */
  readonly conditions: readonly ConditionResults[];
  readonly heldOut: ProblemsMeasured;
  readonly longer: ProblemsMeasured;
}

/** Some of the arms again, with one thing changed that they share. */
export interface ConditionResults {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** Named as they are without the condition, the base that they begin with among them. */
  readonly arms: readonly ArmResults[];
}

export interface ProblemsMeasured {
  readonly problems: number;
  readonly operations: readonly [least: number, greatest: number];
}

/** Steps of a stretch of a curve. */
export const curveSteps = 10;

/** Steps that ends of training are averaged over. */
export const lastSteps = 25;

/** Ranges of difficulty, in operations. */
export const ranges = { easy: [1, 2], medium: [3, 5], hard: [6, 8] } as const;
