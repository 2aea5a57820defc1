// Combines shapes to new ones: each function returns the plain data that YAML holds.
import type { TemplateReference } from './definition.js';

/** Whatever may stand where a reward or an advantage does. */
export type CombinableShape =
  | TemplateReference
  | { readonly expression: string; readonly name?: string }
  /** What `defineReward` and its like give. */
  | { readonly shape: string }
  | SumOfShapes
  | ScaledShape
  | ClampedShape
  | ConditionalShape
  | ShapePerTier
  | ScheduledValue;

/** Adds named components; each is stored for every trajectory. */
export interface SumOfShapes {
  readonly sum: Readonly<Record<string, CombinableShape>>;
}

export interface ScaledShape {
  readonly scale: CombinableShape;
  readonly by: number | CombinableShape;
}

export interface ClampedShape {
  readonly clamp: CombinableShape;
  readonly min?: number;
  readonly max?: number;
}

export interface ConditionalShape {
  /** Expression over the fields of a trajectory. */
  readonly onlyIf: string;
  readonly then: CombinableShape;
  /** Value where the condition does not hold. Absent: 0. */
  readonly otherwise?: number;
}

export interface ShapePerTier {
  /** By the budget of the tier. */
  readonly perTier: Readonly<Record<string, CombinableShape>>;
}

export interface ScheduledValue {
  /** Where the value is what, in ascending order. */
  readonly schedule: readonly (readonly [at: number, value: number])[];
  readonly over: 'step' | 'progress';
  readonly interpolation: 'linear' | 'cosine' | 'step' | 'geometric';
}

type AtLeastOne<Limits> = {
  [Name in keyof Limits]-?: Required<Pick<Limits, Name>> & Partial<Limits>;
}[keyof Limits];

/** The sum of named components: `sum({ accuracy: rewards.classic(), length: rewards.alp() })`. */
export const sum = (components: Readonly<Record<string, CombinableShape>>): SumOfShapes => ({
  sum: components,
});

/** A shape times a number or another shape: `scale(rewards.kimi(), 0.5)`. */
export const scale = (shape: CombinableShape, by: number | CombinableShape): ScaledShape => ({
  scale: shape,
  by,
});

/** A shape held between limits: `clamp(rewards.l1Exact(), { min: 0 })`. */
export const clamp = (
  shape: CombinableShape,
  limits: AtLeastOne<{ readonly min: number; readonly max: number }>,
): ClampedShape => ({ clamp: shape, ...limits });

/** A shape where a condition on the trajectory holds: `onlyIf('correct && !truncated', rewards.hbpo(), { otherwise: -1 })`. */
export const onlyIf = (
  condition: string,
  shape: CombinableShape,
  options: Pick<ConditionalShape, 'otherwise'> = {},
): ConditionalShape => ({
  onlyIf: condition,
  // biome-ignore lint/suspicious/noThenProperty: data, not a function, so nothing awaits it
  then: shape, // oxlint-disable-line unicorn/no-thenable
  ...options,
});

/** A shape for each tier, by its budget: `perTier({ 512: rewards.classic(), 2560: rewards.hbpo() })`. */
export const perTier = (shapes: Readonly<Record<number, CombinableShape>>): ShapePerTier => ({
  perTier: shapes,
});

/**
 * A number that changes over the run: `scale(rewards.kimi(), scheduleOf([[0, 0], [0.5, 1]]))` warms a reward up over its
 * first half. Before the first and after the last point the value stays. Points are (step, value) or (progress, value).
 */
export const scheduleOf = (
  points: ScheduledValue['schedule'],
  { over = 'progress', interpolation = 'linear' }: Partial<Omit<ScheduledValue, 'schedule'>> = {},
): ScheduledValue => ({ schedule: points, over, interpolation });
