// A comparison of policies as data: what `allot compare --json` prints, and what its table and its page are drawn from.
import type { ConditionName } from './evaluated-policy.js';

export type Interval95 = readonly [low: number, high: number];

export interface ComparisonDocument {
  readonly format: 1;
  /** One sentence for each policy but the base, which claims no more than the tests carry. */
  readonly verdicts: readonly string[];
  /** The first is the base. */
  readonly policies: readonly ComparedPolicy[];
  /** What differs between the evaluations and was allowed to. */
  readonly differences: readonly AllowedDifference[];
  /** What was left out, one sentence each. */
  readonly notes: readonly string[];
  /** By dataset and mode. */
  readonly results: readonly CellComparison[];
  /** Tests whose probabilities were adjusted together (Holm). */
  readonly tests: number;
}

export interface ComparedPolicy {
  readonly name: string;
  /** Where its evaluations were read. */
  readonly places: readonly string[];
}

export interface AllowedDifference {
  readonly what: ConditionName;
  readonly policy: string;
  readonly detail: string;
}

export interface CellComparison {
  readonly benchmark: string;
  readonly mode: string;
  /** Problems that all policies answered: all of this is about them. */
  readonly problems: number;
  /** In the order of the policies. */
  readonly standings: readonly PolicyStanding[];
  /** Each policy against the base. */
  readonly changes: readonly PolicyChange[];
}

/** Where a policy stands by itself. */
export interface PolicyStanding {
  readonly policy: string;
  /** Its own mode, where modes were allowed to differ. */
  readonly mode: string;
  readonly samplesPerProblem: number;
  /** Share of right answers. */
  readonly accuracy: Estimated;
  /** Mean tokens of a response. */
  readonly tokens: Estimated;
  /** Share of resamples in which no other policy is at least as accurate and as short, and better in one of both. */
  readonly frontierShare: number;
  /** Whether that is so for the means themselves. */
  readonly onFrontier: boolean;
}

export interface Estimated {
  readonly value: number;
  readonly interval: Interval95;
}

export interface PolicyChange {
  readonly policy: string;
  readonly all: PairedChange;
  /** In the order of the base's ranges; those with problems. */
  readonly byDifficulty: readonly (PairedChange & { readonly name: string })[];
  /** Accuracy-efficiency score (arXiv 2501.12570) with its percentile interval; absent where the base has no right answer or no tokens. */
  readonly efficiencyScore?: Estimated;
}

/** Other minus base over the same problems. */
export interface PairedChange {
  readonly problems: number;
  /** Problems with the same accuracy and the same tokens on both sides. */
  readonly alike: number;
  readonly base: { readonly accuracy: number; readonly tokens: number };
  readonly other: { readonly accuracy: number; readonly tokens: number };
  /** Percentage points. */
  readonly accuracyPoints: TestedChange;
  /** Percent of the base's tokens, negative where there are fewer; absent where one side has none. */
  readonly tokensPercent?: TestedChange;
}

export interface TestedChange {
  readonly value: number;
  /** Absent where resampling shows no spread. */
  readonly interval?: Interval95;
  /** Probability of a difference at least this large where there is none. */
  readonly p: number;
  /** The same, adjusted for all tests of the comparison. */
  readonly adjustedP: number;
}
