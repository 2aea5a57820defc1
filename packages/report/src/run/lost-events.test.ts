import type { RunEvent } from '@allot/spec';
import { expect, test } from 'vitest';
import { completedStep } from './completed-step.js';
import { resumedOnLostEvents } from './lost-events.js';

const event = (type: string, step: number, code?: string): RunEvent =>
  ({ type, step, ...(code !== undefined && { diagnostic: { code } }) }) as unknown as RunEvent;
const started = event('run-started', 0);
const resumed = event('run-resumed', 3);

test.each([
  ['a whole log', [started, event('step-completed', 3), resumed, event('step-completed', 4)], undefined],
  ['a log that begins with a resume', [resumed, event('step-completed', 4)], 3],
  [
    'a log that was told to be incomplete',
    [started, resumed, event('diagnostic', 3, 'run/log-incomplete')],
    3,
  ],
  ['a log that was told to be changed', [started, resumed, event('diagnostic', 3, 'run/log-changed')], 3],
  ['another diagnostic', [started, event('diagnostic', 3, 'run/not-finite')], undefined],
  ['no log', [], undefined],
])('%s', (_, events, step) => {
  expect(resumedOnLostEvents(events)).toBe(step);
});

test.each([
  ['steps', [started, event('step-completed', 4)], 4],
  ['a resume whose steps were lost', [resumed], 3],
  ['the end of a run whose steps were lost', [event('run-finished', 6)], 6],
  ['nothing', [started], 0],
])('how far a run is, by %s', (_, events, step) => {
  expect(completedStep(events)).toBe(step);
});
