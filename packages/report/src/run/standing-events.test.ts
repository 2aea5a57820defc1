import type { RunEvent } from '@allot/spec';
import { expect, test } from 'vitest';
import { standingEvents } from './standing-events.js';

const time = '2026-01-01T00:00:00Z';
const metrics = { loss: 0, gradientNorm: 0, learningRate: 0, responseTokens: 0 };
const step = (number: number): RunEvent => ({
  type: 'step-completed',
  time,
  step: number,
  metrics,
  rolloutSeconds: 0,
  updateSeconds: 0,
  stepSeconds: 0,
});
const back = (from: number, to: number): RunEvent => ({
  type: 'guard-fired',
  time,
  step: from,
  guard: 'g',
  kind: 'range',
  action: 'rollback',
  finding: '',
  value: 0,
  limit: 0,
  rollback: { to, change: { learningRate: 0.5 }, count: 1 },
});

test('steps that a rollback took back do not stand, those trained anew do', () => {
  const events = [step(1), step(2), step(3), back(3, 1), step(2), step(3), back(3, 2), step(3)];
  const standing = standingEvents(events).map((event) => `${event.type[0]}${event.step}`);
  expect(standing).toEqual(['s1', 'g3', 's2', 'g3', 's3']);
});
