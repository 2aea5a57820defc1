// Shapes and the run's memory as a definition has them: part of what the JSON Schema is generated from.

/**
 * A reward, an advantage or a part of one: a template, an expression, a function of a TypeScript definition, or
 * a combination of such.
 */
export type ShapeDefinition =
  | TemplateReference
  | ExpressionShape
  | FunctionShape
  | SumShape
  | ScaledShape
  | ClampedShape
  | ConditionalShape
  | PerTierShape
  | ScheduledShape
  | PipelineShape;

/** A reward or advantage template, by name, and its parameters: what `rewards` and `advantages` of the package make. */
export interface TemplateReference {
  readonly template: string;
  readonly parameters?: Readonly<Record<string, number | boolean>>;
}

/** An expression over the fields of a trajectory, as text: `correct ? 1 - tokens / lMax : 0`. */
export interface ExpressionShape {
  /** Arithmetic, `Math.*`, comparisons, conditionals, and statistics such as `group.mean((r) => r.tokens, { empty: 0 })`. */
  readonly expression: string;
}

/** A function of a TypeScript definition: what `defineReward`, `defineAdvantage` and `defineCoefficient` make. */
export interface FunctionShape {
  /** Name that the function was defined with. */
  readonly shape: string;
}

/** The sum of named components; each is stored with every trajectory and reported by tier. */
export interface SumShape {
  readonly sum: Readonly<Record<string, ShapeDefinition>>;
}

/** A shape times a coefficient. */
export interface ScaledShape {
  readonly scale: ShapeDefinition;
  /** A number, or a shape such as a schedule. */
  readonly by: Coefficient;
}

export type Coefficient = number | ShapeDefinition;

/** A shape kept inside bounds. */
export interface ClampedShape {
  readonly clamp: ShapeDefinition;
  readonly min?: number;
  readonly max?: number;
}

/** A shape where a condition holds, and a number elsewhere. */
export interface ConditionalShape {
  /** Expression that decides, for instance `correct` or `tokens > budget`. */
  readonly onlyIf: string;
  readonly use: ShapeDefinition;
  /** Value where the condition does not hold. @default 0 */
  readonly otherwise?: number;
}

/** A shape for every tier, by budget. */
export interface PerTierShape {
  readonly perTier: Readonly<Record<string, ShapeDefinition>>;
}

/** A number that changes over the run, from point to point. */
export interface ScheduledShape {
  /** Points [at, value] by ascending `at`; before the first and after the last the value stays. @minItems 1 */
  readonly schedule: readonly (readonly [number, number])[];
  /** Unit of `at`: training steps, or the share of the run that is done. @default "progress" */
  readonly over?: 'step' | 'progress';
  /** How values between two points are made; `step` keeps the earlier one, `geometric` needs values above 0. @default "linear" */
  readonly interpolation?: 'linear' | 'cosine' | 'geometric' | 'step';
}

/** Advantages made of rewards in stages, each working on what the one before it left. */
export interface PipelineShape {
  /** @minItems 1 */
  readonly pipeline: readonly AdvantageStage[];
}

export type AdvantageStage =
  | CenterStage
  | SubtractStage
  | ScaleStage
  | AddStage
  | MultiplyStage
  | KeepStage
  | GuardStage;

/** Subtracts a mean: of the group, the tier, the batch, or the other members of the group (leave-one-out). */
export interface CenterStage {
  readonly center: 'group' | 'tier' | 'batch' | 'others';
}

/** Subtracts a number or a shape: a constant baseline, or the most that a tier can earn. */
export interface SubtractStage {
  readonly subtract: Coefficient;
}

/** Divides by a standard deviation, plus `epsilon`. */
export interface ScaleStage {
  readonly scale: 'group' | 'tier' | 'batch';
  /** @default 0.000001 @minimum 0 */
  readonly epsilon?: number;
  /** Whether the deviation divides by n - 1, or by n. @default true */
  readonly sampleStd?: boolean;
}

export interface AddStage {
  readonly add: Coefficient;
}

export interface MultiplyStage {
  readonly multiply: Coefficient;
}

/** Keeps the members of the group with the least or greatest value of a shape; the advantage of the others is 0. */
export interface KeepStage {
  /** Members that are kept; more when several are equal. @asType integer @minimum 1 */
  readonly keep: number;
  readonly by: ShapeDefinition;
  /** @default "least" */
  readonly order?: 'least' | 'greatest';
}

/** Makes 0 of an advantage that has another sign than after the first stage, so that no later term turns it round. */
export interface GuardStage {
  readonly guard: 'sign';
}

/** A number that the run remembers, for each problem or for all: observed after the rewards of a step are known. */
export interface CellDefinition {
  /** Whether every problem has a value of its own, or the run has one. */
  readonly per: 'problem' | 'run';
  /** Value before the first observation. */
  readonly initial: number;
  /**
   * What an observation does to the value: takes its place, is kept where it is less or greater, moves it by `share`
   * of the distance, or, for `control`, moves it by `rate` times its distance from `target`, inside `least` and `most`.
   */
  readonly update: 'set' | 'min' | 'max' | 'average' | 'control';
  /** What is observed: an expression, once for each group of the problem or once a step. It may read `reward`. */
  readonly observe: string;
  /** Expression that decides whether it is observed. @default "true" */
  readonly when?: string;
  /** For `average`: share of the new observation. @default 0.1 @exclusiveMinimum 0 @maximum 1 */
  readonly share?: number;
  /** For `control`. @default 0 */
  readonly rate?: number;
  /** For `control`. @default 0 */
  readonly target?: number;
  /** For `control`: least value. */
  readonly least?: number;
  /** For `control`: greatest value. */
  readonly most?: number;
}
