// Ctrl-C, SIGTERM and a closed terminal all ask for the same: commit, then end.
import { expect, test } from 'vitest';
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
