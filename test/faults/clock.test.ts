// Clocks that are set back between and within steps: times may be odd, and nothing else.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadRun, printSummary, summarizeRun } from '@allot/report';
import { resumeRun, startRun } from '@allot/runtime';
import type { ResolvedGuard, RunEvent } from '@allot/spec';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { differingFiles } from '../../packages/runtime/test-support/compare-runs.js';
import { fakeHost } from '../../packages/runtime/test-support/fake-engine.js';
import { startTiny } from '../../packages/runtime/test-support/start-tiny.js';

const folder = mkdtempSync(path.join(tmpdir(), 'allot-clock-'));
afterEach(() => void vi.restoreAllMocks());
afterAll(() => rmSync(folder, { recursive: true }));

const guards: readonly ResolvedGuard[] = [
  { kind: 'spending', name: 'time', hours: 1, action: 'stop' },
  { kind: 'spending', name: 'tokens', tokens: 1000, action: 'warn' },
];

/** Every look at a clock finds it an hour earlier. */
function setClocksBack(): void {
  let hours = 0;
  const back = (): number => -3_600_000 * ++hours;
  const start = Date.now();
  vi.spyOn(performance, 'now').mockImplementation(back);
  vi.spyOn(Date, 'now').mockImplementation(() => start + back());
  vi.spyOn(Date.prototype, 'toISOString').mockImplementation(
    () => `2000-01-01T00:00:${String(59 - (++hours % 60)).padStart(2, '0')}.000Z`,
  );
}

test('a run under clocks that go backwards has the bytes of any other, and no negative durations', async () => {
  const whole = startTiny(path.join(folder, 'whole'), { guards });
  expect((await startRun(whole)).status).toBe('finished');
  setClocksBack();
  const run = startTiny(path.join(folder, 'back'), { guards });
  const abort = new AbortController();
  const first = await startRun({
    ...run,
    signal: abort.signal,
    onEvent: ({ type, step }) => {
      if (type === 'step-completed' && step === 3) abort.abort('SIGINT');
    },
  });
  expect(first.status).toBe('interrupted');
  const resumed = await resumeRun({ runDirectory: run.runDirectory, host: fakeHost() });
  expect(resumed).toMatchObject({ status: 'finished', diagnostics: [{ code: 'guard/fired' }] });
  expect(differingFiles(whole.runDirectory, run.runDirectory)).toEqual([]);
  const seconds = readFileSync(path.join(run.runDirectory, 'events.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .flatMap((line) => Object.entries(JSON.parse(line) as RunEvent))
    .filter(([name]) => name.endsWith('Seconds'));
  expect(seconds.length).toBeGreaterThan(15);
  expect(seconds.filter(([, value]) => (value as number) < 0)).toEqual([]);
  const [record, problems] = await loadRun(run.runDirectory);
  expect(problems).toEqual([]);
  expect(record && printSummary(summarizeRun(record), { color: false, width: 100 })).not.toMatch(
    /-\d+(\.\d)? (s|min|h)\b|NaN|Infinity/,
  );
});
