// What `allot reproduce NAME --against PLACE --json` prints.

export interface ReproductionDocument {
  readonly format: 1;
  readonly preset: string;
  /** Where the evaluations were read. */
  readonly places: readonly string[];
  /** Settings of the run and of evaluations beside it that are not those of the preset. */
  readonly differences: readonly SettingDifference[];
  /** Every published number, in the order of the tables. */
  readonly results: readonly ReproducedResult[];
  /** Evaluations that no published table has. */
  readonly unpublished: readonly MeasuredEvaluation[];
}

export interface SettingDifference {
  readonly path: string;
  readonly preset: unknown;
  /** Absent where the run has no such setting. */
  readonly run?: unknown;
  /** The evaluation, where it is not a setting of the run. */
  readonly place?: string;
}

export interface ReproducedResult {
  /** Whose table it is. */
  readonly source: string;
  /** `natural`, `efficient` or `budget=N`. */
  readonly mode: string;
  readonly benchmark: string;
  readonly published: {
    /** Percent. */
    readonly accuracy: number;
    /** Mean tokens a response; absent where they are not recorded. */
    readonly tokens?: number;
  };
  /** Absent where it was not evaluated. */
  readonly measured?: MeasuredEvaluation & {
    readonly accuracyVerdict: MeasuredVerdict;
    /** Absent where no tokens are recorded. */
    readonly tokensVerdict?: MeasuredVerdict;
  };
}

/** Whether the published number lies in the interval of what was measured, or what was measured is higher or lower. */
export type MeasuredVerdict = 'agrees' | 'higher' | 'lower';

export interface MeasuredEvaluation {
  readonly benchmark: string;
  readonly mode: string;
  readonly place: string;
  readonly problems: number;
  /** Percent, with a 95% interval over problems. */
  readonly accuracy: MeasuredNumber;
  /** Mean tokens a response, with a 95% interval over problems. */
  readonly tokens: MeasuredNumber;
}

export interface MeasuredNumber {
  readonly value: number;
  readonly interval: readonly [low: number, high: number];
}
