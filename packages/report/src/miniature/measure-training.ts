// From the event logs of an arm's runs to the curves of its training.
import type { RunEvent, StepCompleted } from '@allot/spec';
import { standingEvents } from '../run/standing-events.js';
import { mean } from './measure-responses.js';
import { curveSteps, lastSteps, type Measured, type TrainingCurves } from './miniature-results.js';

/** `logs` has the events of each seed's run. */
export function measureTraining(logs: readonly (readonly RunEvent[])[]): TrainingCurves {
  const runs = logs.map((events) =>
    standingEvents(events).filter((event) => event.type === 'step-completed'),
  );
  const spreadOver = (part: (run: Steps) => Steps): Measured => ({
    seeds: runs.map((run) => mean(part(run).map(spreadOf))),
    error: 0,
  });
  const half = Math.floor(lastSteps / 2);
  return {
    tokens: runs.map((run) => curve(run, ({ metrics }) => metrics.meanTokens ?? 0)),
    spread: runs.map((run) => curve(run, spreadOf)),
    tiers: tiersOf(runs),
    firstSpread: spreadOver((run) => run.slice(0, lastSteps)),
    middleSpread: spreadOver((run) =>
      run.slice(Math.max(0, Math.floor(run.length / 2) - half), Math.floor(run.length / 2) + half + 1),
    ),
    lastSpread: spreadOver((run) => run.slice(-lastSteps)),
  };
}

type Steps = readonly StepCompleted[];

const spreadOf = ({ metrics }: StepCompleted): number => metrics.lengthSpread ?? 0;

/** Means over stretches of steps. */
const curve = (run: Steps, value: (step: StepCompleted) => number): number[] =>
  Array.from({ length: Math.ceil(run.length / curveSteps) }, (_, index) =>
    mean(run.slice(index * curveSteps, (index + 1) * curveSteps).map(value)),
  );

function tiersOf(runs: readonly Steps[]): TrainingCurves['tiers'] {
  const budgets = runs[0]?.at(-1)?.metrics.tiers?.map(({ budget }) => budget) ?? [];
  if (budgets.length < 2) return [];
  return budgets.map((budget, tier) => ({
    budget,
    tokens: {
      seeds: runs.map((run) =>
        mean(run.slice(-lastSteps).map(({ metrics }) => metrics.tiers?.[tier]?.meanTokens ?? 0)),
      ),
      error: 0,
    },
  }));
}
