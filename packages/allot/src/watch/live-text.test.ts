import type { RunEvent } from '@allot/spec';
import { expect, test } from 'vitest';
import { liveText, type Watched } from './live-text.js';

const time = '2026-01-01T00:00:00.000Z';
const step = (number: number): RunEvent => ({
  type: 'step-completed',
  time,
  step: number,
  metrics: {
    loss: 0.1,
    gradientNorm: 1,
    learningRate: 3e-4,
    responseTokens: 8000,
    accuracy: 0.85,
    meanTokens: 31.25,
  },
  rolloutSeconds: 0.5,
  updateSeconds: 0.4,
  stepSeconds: 2,
});
const text = (watched: Partial<Watched>): string =>
  liveText({ directory: 'runs/x', status: 'running', events: [step(1), step(2)], steps: 10, ...watched });

test('a run that goes on says how it is, how fast, and how long still', () => {
  expect(text({})).toBe('step 2 of 10 · 16 s left · 16,000 tokens/s · accuracy 85.0% · tokens 31.3');
});

test('before the first step and after the last one it says what it does', () => {
  expect(text({ events: [] })).toBe('starting, then the base policy is evaluated');
  expect(text({ events: [step(10)] })).toContain('evaluating');
});

test.each<[Partial<Watched>, string]>([
  [{ status: 'interrupted' }, 'step 2 of 10 · not running; go on with allot resume runs/x'],
  [{ status: 'detached' }, 'step 2 of 10 · on a cluster, followed by nobody; allot resume runs/x follows it'],
  [
    { status: 'waiting', halted: { state: 'waiting', by: 'review', step: 2 } },
    'step 2 of 10 · waits at the gate review · allot approve runs/x --gate review --by NAME, then allot resume runs/x',
  ],
  [
    { status: 'denied', halted: { state: 'denied', by: 'review', step: 2 } },
    'step 2 of 10 · not let through the gate review',
  ],
  [
    { status: 'stopped', halted: { state: 'stopped', by: 'entropy', step: 2 } },
    'step 2 of 10 · stopped by the guard entropy',
  ],
  [
    { status: 'finished', events: [step(10), { type: 'run-finished', time, step: 10, totalSeconds: 75 }] },
    'step 10 of 10 · finished in 1 min 15 s',
  ],
])('a run that does not go on says what to do: %o', (watched, expected) => {
  expect(text(watched)).toBe(expected);
});
