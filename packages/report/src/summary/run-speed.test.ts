import { expect, test } from 'vitest';
import { synthesizeRun } from '../../test-support/synthetic-run.js';
import { runSpeed } from './run-speed.js';

test('tokens are counted by the seconds of rollouts, seconds by the step', () => {
  const { events } = synthesizeRun({ steps: 4, problems: 12 });
  const tokens = events.flatMap((event) =>
    event.type === 'step-completed' ? [event.metrics.responseTokens] : [],
  );
  const speed = runSpeed(events);
  expect(speed.tokensPerSecond).toBeCloseTo(tokens.reduce((sum, count) => sum + count, 0) / (4 * 0.31), 6);
  expect(speed.step).toBeCloseTo(1.05, 9);
  expect(speed.rollout).toBeCloseTo(0.31, 9);
  expect(speed.update).toBeCloseTo(0.72, 9);
});

test('what was not measured is absent', () => {
  expect(runSpeed([])).toEqual({});
  const { events } = synthesizeRun({ steps: 2, problems: 0, kind: 'supervised' });
  const supervised = events.map((event) =>
    event.type === 'step-completed' ? { ...event, rolloutSeconds: 0 } : event,
  );
  expect(Object.keys(runSpeed(supervised))).toEqual(['step', 'update']);
});
