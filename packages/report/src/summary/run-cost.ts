// What a run was planned to cost, and what it has cost so far.
import { isObject, type Pilot, type RunEvent } from '@allot/spec';
import { finite } from '../format.js';
import type { RunRecord } from '../run/run-record.js';

export interface SpentCost {
  /** Of training; absent where the log does not say how many there were. */
  readonly rollouts?: number;
  /** Of training, evaluations and the pilot. */
  readonly responseTokens: number;
  /** Wall clock of steps and evaluations, over all sittings. */
  readonly seconds: number;
}

/** Steps that a rollback took back have been paid for too. */
export function spentCost({ events, plan: { settings }, pilot }: RunRecord): SpentCost {
  const steps = events.filter(({ type }) => type === 'step-completed').length;
  const refills =
    settings.kind === 'reinforcement' &&
    isObject(settings.objective) &&
    isObject(settings.objective.groups?.refill);
  const perStep =
    settings.kind === 'reinforcement' && isObject(settings.training)
      ? settings.training.promptsPerStep * settings.training.rolloutsPerPrompt
      : 0;
  return {
    ...(!refills && { rollouts: steps * perStep }),
    responseTokens: sum(events.map(tokensOf)) + tokensOfPilot(pilot),
    seconds: secondsOf(events),
  };
}

export const secondsOf = (events: readonly RunEvent[]): number =>
  sum(
    events.map((event) => {
      if (event.type === 'step-completed') return finite(event.stepSeconds) ?? 0;
      return event.type === 'evaluation-completed' ? (finite(event.evaluationSeconds) ?? 0) : 0;
    }),
  );

function tokensOf(event: RunEvent): number {
  if (event.type === 'step-completed') return finite(event.metrics.responseTokens) ?? 0;
  if (event.type !== 'evaluation-completed') return 0;
  return sum(event.results.map(({ all: { samples, meanTokens } }) => finite(samples * meanTokens) ?? 0));
}

const tokensOfPilot = (pilot: Pilot | undefined): number =>
  pilot ? pilot.problems * pilot.rollouts * pilot.meanTokens : 0;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
