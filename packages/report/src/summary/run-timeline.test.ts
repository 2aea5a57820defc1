import type { RunEvent } from '@allot/spec';
import { expect, test } from 'vitest';
import { timelineOf } from './run-timeline.js';

const time = '2026-01-01T00:00:00Z';
const started: RunEvent = {
  type: 'run-started',
  time,
  step: 0,
  planKey: '',
  engine: 'onnx',
  device: 'cpu',
  workers: 1,
  version: '0.1.0',
};
const checkpoint = (step: number): RunEvent => ({ type: 'checkpoint-written', time, step, path: '' });
const resumed = (step: number): RunEvent => ({ type: 'run-resumed', time, step, checkpoint: step });
const interrupted = (step: number): RunEvent => ({ type: 'run-interrupted', time, step, signal: 'SIGINT' });
const finished = (step: number): RunEvent => ({ type: 'run-finished', time, step, totalSeconds: 1 });
const lane = (events: readonly RunEvent[], name: string) =>
  timelineOf(events).find((one) => one.name === name);

test('a sitting lasts to the interruption, and the next one begins where it resumes', () => {
  const events = [started, checkpoint(5), interrupted(7), resumed(7), finished(10)];
  expect(lane(events, 'sittings')).toEqual({
    name: 'sittings',
    spans: [
      { from: 0, to: 7 },
      { from: 7, to: 10 },
    ],
    marks: [
      { step: 7, kind: 'warning' },
      { step: 7, kind: 'plain' },
      { step: 10, kind: 'good' },
    ],
  });
});

test('a process that was killed has a sitting too, to the step that was resumed from', () => {
  const { spans } = lane([started, checkpoint(5), resumed(5), checkpoint(8)], 'sittings') ?? {};
  expect(spans).toEqual([
    { from: 0, to: 5 },
    { from: 5, to: 8 },
  ]);
});

test('a rollback is a way back, and a guard that stops is worse than one that warns', () => {
  const fired = (step: number, action: 'warn' | 'rollback'): RunEvent => ({
    type: 'guard-fired',
    time,
    step,
    guard: 'g',
    kind: 'range',
    action,
    finding: '',
    value: 0,
    limit: 0,
    ...(action === 'rollback' && { rollback: { to: 2, change: { learningRate: 0.5 }, count: 1 } }),
  });
  expect(lane([started, fired(3, 'warn'), fired(6, 'rollback')], 'guards')).toEqual({
    name: 'guards',
    spans: [{ from: 6, to: 2, back: true }],
    marks: [
      { step: 3, kind: 'warning' },
      { step: 6, kind: 'bad' },
    ],
  });
});

test('gates and faults have lanes of their own; nothing has none', () => {
  const events: RunEvent[] = [
    { type: 'gate-reached', time, step: 4, gate: 'review', state: 'waiting' },
    { type: 'gate-passed', time, step: 4, gate: 'review', by: 'Ada', note: '' },
    { type: 'diagnostic', time, step: 6, diagnostic: { code: 'x/y', severity: 'error', message: '' } },
  ];
  expect(timelineOf(events).map(({ name, marks }) => [name, marks.map(({ kind }) => kind)])).toEqual([
    ['gates', ['warning', 'good']],
    ['faults', ['bad']],
  ]);
  expect(timelineOf([])).toEqual([]);
});
