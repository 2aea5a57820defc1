// Means of a metric over the first and the last steps of a run.
import { average, type StepMetrics } from '@allot/spec';
import type { View } from './finding.js';

export type Metric = (metrics: StepMetrics) => number | undefined;

/** Mean over the last `window` steps; undefined before there are as many, or where one lacks the metric. */
export const meanOfLast = ({ memory }: View, window: number, metric: Metric): number | undefined =>
  meanOf(memory.last.slice(-window), window, metric);

/** The same over the first `window` steps, once the last ones are others. */
export const meanOfFirst = ({ memory, step }: View, window: number, metric: Metric): number | undefined =>
  step < 2 * window ? undefined : meanOf(memory.first.slice(0, window), window, metric);

function meanOf(steps: readonly StepMetrics[], window: number, metric: Metric): number | undefined {
  const values = steps.flatMap((metrics) => metric(metrics) ?? []);
  return values.length < window ? undefined : average(values);
}
