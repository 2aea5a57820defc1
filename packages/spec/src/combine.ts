// Combines shapes to new ones: each function returns the plain data that YAML holds.
import type {
  AdvantageStage,
  ClampedShape,
  Coefficient,
  ConditionalShape,
  PerTierShape,
  PipelineShape,
  ScaledShape,
  ScheduledShape,
  ShapeDefinition,
  SumShape,
} from './shape-definition.js';

type AtLeastOne<Limits> = {
  [Name in keyof Limits]-?: Required<Pick<Limits, Name>> & Partial<Limits>;
}[keyof Limits];

/** The sum of named components: `sum({ accuracy: rewards.classic(), length: rewards.alp() })`. */
export const sum = (components: Readonly<Record<string, ShapeDefinition>>): SumShape => ({
  sum: components,
});

/** A shape times a number or another shape: `scale(rewards.kimi(), 0.5)`. */
export const scale = (shape: ShapeDefinition, by: Coefficient): ScaledShape => ({
  scale: shape,
  by,
});

/** A shape held between limits: `clamp(rewards.l1Exact(), { min: 0 })`. */
export const clamp = (
  shape: ShapeDefinition,
  limits: AtLeastOne<{ readonly min: number; readonly max: number }>,
): ClampedShape => ({ clamp: shape, ...limits });

/** A shape where a condition on the trajectory holds: `onlyIf('correct && !truncated', rewards.hbpo(), { otherwise: -1 })`. */
export const onlyIf = (
  condition: string,
  shape: ShapeDefinition,
  options: Pick<ConditionalShape, 'otherwise'> = {},
): ConditionalShape => ({
  onlyIf: condition,
  use: shape,
  ...options,
});

/** A shape for each tier, by its budget: `perTier({ 512: rewards.classic(), 2560: rewards.hbpo() })`. */
export const perTier = (shapes: Readonly<Record<number, ShapeDefinition>>): PerTierShape => ({
  perTier: shapes,
});

/**
 * A number that changes over the run: `scale(rewards.kimi(), scheduleOf([[0, 0], [0.5, 1]]))` warms a reward up over its
 * first half. Before the first and after the last point the value stays. Points are (step, value) or (progress, value).
 */
export const scheduleOf = (
  points: ScheduledShape['schedule'],
  { over = 'progress', interpolation = 'linear' }: Omit<ScheduledShape, 'schedule'> = {},
): ScheduledShape => ({ schedule: points, over, interpolation });

/** Advantages made of rewards in stages: `pipeline({ center: 'group' }, { scale: 'batch' }, { guard: 'sign' })`. */
export const pipeline = (...stages: readonly AdvantageStage[]): PipelineShape => ({ pipeline: stages });
