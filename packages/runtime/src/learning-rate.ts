// The learning rate of an optimizer step.
import type { ResolvedPipeline } from '@allot/spec';

/**
 * Rate of the optimizer step after `taken` of `total`: rises linearly over `warmupSteps`, stays at the peak until the
 * share `decayFrom` of the run, then falls towards `floor` times the peak, where it would arrive after the last step.
 */
export function learningRate(optimizer: ResolvedPipeline['optimizer'], taken: number, total: number): number {
  const { learningRate: peak, schedule } = optimizer;
  const { kind, warmupSteps, decayFrom, floor } = schedule;
  if (taken < warmupSteps) return (peak * (taken + 1)) / warmupSteps;
  if (kind === 'constant') return peak;
  const start = Math.max(warmupSteps, decayFrom * total);
  if (taken <= start) return peak;
  const done = Math.min(1, (taken - start) / (total - start));
  const share = kind === 'linear' ? 1 - done : (1 + Math.cos(Math.PI * done)) / 2;
  return peak * (floor + (1 - floor) * share);
}

/** Optimizer steps of one training step and of the whole run. */
export function optimizerSteps(settings: ResolvedPipeline): { perStep: number; total: number } {
  const perStep =
    settings.kind === 'supervised'
      ? 1
      : Math.ceil(settings.training.promptsPerStep / settings.training.promptsPerMinibatch);
  return { perStep, total: perStep * settings.steps };
}
