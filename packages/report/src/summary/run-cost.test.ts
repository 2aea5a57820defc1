import { expect, test } from 'vitest';
import { synthesizeRun } from '../../test-support/synthetic-run.js';
import { spentCost } from './run-cost.js';

const run = synthesizeRun({ steps: 3, problems: 0 });
const { settings } = run.plan;
const perStep =
  settings.kind === 'reinforcement'
    ? settings.training.promptsPerStep * settings.training.rolloutsPerPrompt
    : 0;
const tokens = run.events.flatMap((event) =>
  event.type === 'step-completed' ? [event.metrics.responseTokens] : [],
);
const ofSteps = tokens.reduce((sum, count) => sum + count, 0);

test('steps, evaluations and the pilot are counted', () => {
  expect(spentCost(run)).toEqual({
    rollouts: 3 * perStep,
    responseTokens: ofSteps,
    seconds: expect.closeTo(3 * 1.05, 9) as number,
  });
  const evaluated = synthesizeRun({ steps: 3, problems: 12 });
  const cells = evaluated.events.flatMap((event) =>
    event.type === 'evaluation-completed' ? event.results.map(({ all }) => all) : [],
  );
  const ofEvaluations = cells.reduce((sum, { samples, meanTokens }) => sum + samples * meanTokens, 0);
  expect(spentCost(evaluated).responseTokens).toBeCloseTo(ofSteps + ofEvaluations, 6);
});

test('steps that were taken back have been paid for', () => {
  const again = { ...run, events: [...run.events, ...run.events] };
  expect(spentCost(again)).toMatchObject({ rollouts: 6 * perStep, responseTokens: 2 * ofSteps });
});

test('a run that samples until groups are full does not say how many rollouts it had', () => {
  if (settings.kind !== 'reinforcement') throw new Error('the run has groups');
  const groups = { keep: 'mixed', refill: { mostRounds: 3 } };
  const objective = { ...settings.objective, groups } as unknown as typeof settings.objective;
  const spent = spentCost({ ...run, plan: { ...run.plan, settings: { ...settings, objective } } });
  expect(spent).not.toHaveProperty('rollouts');
});
