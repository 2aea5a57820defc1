// A policy as a comparison sees it: its evaluations, each a result a problem, and the conditions under which they came about.
import type { DifficultyRanges } from '@allot/spec';

/** Means of one problem over its samples. */
export interface ProblemResult {
  readonly id: string;
  readonly difficulty?: number;
  readonly samples: number;
  /** Share of right answers. */
  readonly accuracy: number;
  readonly tokens: number;
  /** The prompt's tokens as text: equal prompts have equal ones. */
  readonly prompt: string;
}

/** What may differ between evaluations that are compared; engine and seed may always. */
export const conditionNames = ['data', 'mode', 'sampling', 'prompt', 'environment', 'grading'] as const;
export type ConditionName = (typeof conditionNames)[number];

/** All but data and mode, which the evaluation itself says; every setting by its name, as text. */
export type Conditions = Readonly<
  Record<Exclude<ConditionName, 'data' | 'mode'>, Readonly<Record<string, string>>>
>;

export interface Evaluation {
  /** Where it was read. */
  readonly place: string;
  /** Name of the dataset. */
  readonly benchmark: string;
  readonly mode: string;
  /** sha256 of the files that the problems come from, or of the problems themselves; none of problems that are generated. */
  readonly digest:
    | { readonly kind: 'files' | 'problems'; readonly value: string }
    | { readonly kind: 'none' };
  readonly conditions: Conditions;
  readonly difficulty: DifficultyRanges;
  readonly problems: ReadonlyMap<string, ProblemResult>;
  /** Response cap, in tokens. */
  readonly maxTokens: number;
}

export interface EvaluatedPolicy {
  readonly name: string;
  readonly evaluations: readonly Evaluation[];
}
