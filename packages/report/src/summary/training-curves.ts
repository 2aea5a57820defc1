// Step metrics as columns: one list of steps, one list a metric, gaps as null.
import { type RunEvent, type StepCompleted, type StepMetrics, tierName } from '@allot/spec';
import { finite } from '../format.js';
import { standingEvents } from '../run/standing-events.js';
import type { TierCurves, TrainingCurves } from './run-summary.js';

type Scalar = Exclude<keyof StepMetrics, 'tiers'>;

/** Every number of a step, in the order in which they are shown. */
export const stepMetricNames = [
  'loss',
  'gradientNorm',
  'learningRate',
  'responseTokens',
  'meanReward',
  'accuracy',
  'meanTokens',
  'lengthSpread',
  'truncatedShare',
  'withoutThinkingShare',
  'entropy',
  'clippedShare',
  'kl',
  'samplerMeanDifference',
  'samplerMaxDifference',
  'samplerKl',
  'samplerBeyondClip',
  'referenceKl',
  'trainedGroups',
] as const satisfies readonly Scalar[];

/** Metrics that no step has are left out; tiers are those of the newest step that has any. */
export function trainingCurves(events: readonly RunEvent[]): TrainingCurves {
  const steps = standingEvents(events)
    .filter((event) => event.type === 'step-completed')
    .sort((a, b) => a.step - b.step);
  const column = (of: (step: StepCompleted) => unknown): (number | null)[] =>
    steps.map((step) => finite(of(step)) ?? null);
  const columns = [
    ...stepMetricNames.map((name) => [name, column(({ metrics }) => metrics[name])] as const),
    ...(['stepSeconds', 'rolloutSeconds', 'updateSeconds'] as const).map(
      (name) => [name, column((step) => step[name])] as const,
    ),
  ];
  const present = columns.filter(([name]) => steps.some((step) => name in step.metrics || name in step));
  return {
    step: steps.map(({ step }) => step),
    metrics: Object.fromEntries(present),
    tiers: tierCurves(steps, column),
  };
}

function tierCurves(
  steps: readonly StepCompleted[],
  column: (of: (step: StepCompleted) => unknown) => (number | null)[],
): TierCurves[] {
  const newest = steps.findLast(({ metrics }) => Array.isArray(metrics.tiers))?.metrics.tiers ?? [];
  return newest.map((own, index) => {
    const { budget, components = {} } = own;
    const tier = (step: StepCompleted) => step.metrics.tiers?.[index];
    return {
      name: tierName(own),
      budget,
      accuracy: column((step) => tier(step)?.accuracy),
      meanTokens: column((step) => tier(step)?.meanTokens),
      meanReward: column((step) => tier(step)?.meanReward),
      ...(steps.some((step) => tier(step)?.signalShare !== undefined) && {
        signalShare: column((step) => tier(step)?.signalShare),
      }),
      components: Object.fromEntries(
        Object.keys(components).map((name) => [name, column((step) => tier(step)?.components?.[name])]),
      ),
    };
  });
}
