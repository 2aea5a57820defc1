// Ctrl-C, SIGTERM and a closed terminal all ask for the same: commit, then end.
import { expect, test, vi } from 'vitest';
import { listenForInterruption } from './interruption.js';

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s asks for an end once', (signal) => {
  const before = process.listenerCount(signal);
  const told: string[] = [];
  const interruption = listenForInterruption((message) => told.push(message));
  process.emit(signal, signal);
  expect(interruption.signal.aborted).toBe(true);
  expect(told).toHaveLength(1);
  interruption.dispose();
  expect(process.listenerCount(signal)).toBe(before);
});

test.each([
  ['SIGTERM', []],
  ['SIGINT', [130]],
] as const)('%s twice at once', (signal, codes) => {
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
  const interruption = listenForInterruption(() => undefined);
  process.emit(signal, signal);
  process.emit(signal, signal);
  interruption.dispose();
  expect(exit.mock.calls.flat()).toEqual(codes);
  exit.mockRestore();
});
