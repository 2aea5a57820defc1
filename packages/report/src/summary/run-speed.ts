// How fast a run went on its engine, over all sittings; steps that a rollback took back took their time too.
import type { RunEvent, StepCompleted } from '@allot/spec';
import { finite } from '../format.js';

/** Means over the steps; absent where the log does not say it. */
export interface RunSpeed {
  /** Response tokens of training a second of rollout; absent where nothing is rolled out. */
  readonly tokensPerSecond?: number;
  /** Seconds a step, and of it rollout and update. */
  readonly step?: number;
  readonly rollout?: number;
  readonly update?: number;
}

export function runSpeed(events: readonly RunEvent[]): RunSpeed {
  const steps = events.flatMap((event) => (event.type === 'step-completed' ? [event] : []));
  const total = (of: (step: StepCompleted) => unknown): number =>
    steps.reduce((sum, step) => sum + (finite(of(step)) ?? 0), 0);
  const [step, rollout, update] = (['stepSeconds', 'rolloutSeconds', 'updateSeconds'] as const).map((name) =>
    total((event) => event[name]),
  ) as [number, number, number];
  const mean = (name: keyof RunSpeed, seconds: number): RunSpeed =>
    seconds > 0 ? { [name]: seconds / steps.length } : {};
  return {
    ...(rollout > 0 && { tokensPerSecond: total(({ metrics }) => metrics.responseTokens) / rollout }),
    ...mean('step', step),
    ...mean('rollout', rollout),
    ...mean('update', update),
  };
}
