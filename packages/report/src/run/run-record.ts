// A run as the report reads it: what the run folder holds, already parsed.
import type { Diagnostic, Expression, Pilot, Plan, RunEvent, ScoredRollout } from '@allot/spec';
import type { RunRecord as RunIdentity } from '@allot/store';

/** One response of an evaluation. */
export type EvaluatedRollout = Pick<
  ScoredRollout,
  | 'problemId'
  | 'difficulty'
  | 'promptTokens'
  | 'responseTokens'
  | 'tokenOrigins'
  | 'tokens'
  | 'finishReason'
  | 'answer'
  | 'correct'
>;

/** Responses of one evaluation in one mode. */
export interface EvaluationRollouts {
  readonly step: number;
  readonly mode: string;
  readonly rollouts: readonly EvaluatedRollout[];
}

/** A reward or an advantage as it is in the first step, with what was found in it. */
export interface AnalysedShape {
  readonly expression: Expression;
  readonly findings: readonly Diagnostic[];
}

export interface RunShapes {
  readonly reward: AnalysedShape;
  readonly advantage: AnalysedShape;
}

export interface RunRecord {
  /** `run.json`. */
  readonly identity: RunIdentity;
  readonly plan: Plan;
  /** In the order of the log; a step that a guard took back is there again. */
  readonly events: readonly RunEvent[];
  /** Of the first and the last evaluation, where the files are there. */
  readonly rollouts: readonly EvaluationRollouts[];
  /** What the pilot measured, where there was one. */
  readonly pilot?: Pilot;
  /** Of the checkpoints and the trajectories in the run folder; absent where they were not counted. */
  readonly diskBytes?: number;
  /** The shapes as the compiler sees them, where it was asked. */
  readonly shapes?: RunShapes;
  /** Text of each token, by id; absent when the tokenizer is not in the run folder. */
  readonly vocabulary?: readonly string[];
}
