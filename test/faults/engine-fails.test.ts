// An engine that fails in the middle of a run: out of memory, a worker that is gone. The run is told what to do, and resumed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Engine, EngineFailure, type RuntimeHost, resumeRun, startRun } from '@allot/runtime';
import type { Diagnostic } from '@allot/spec';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { differingFiles } from '../../packages/runtime/test-support/compare-runs.js';
import { fakeHost, openFakeEngine } from '../../packages/runtime/test-support/fake-engine.js';
import { startTiny } from '../../packages/runtime/test-support/start-tiny.js';

const folder = mkdtempSync(path.join(tmpdir(), 'allot-engine-fails-'));
const whole = path.join(folder, 'whole');
beforeAll(async () => void (await startRun(startTiny(whole))));
afterAll(() => rmSync(folder, { recursive: true }));

const diagnostic: Diagnostic = {
  code: 'engine/worker-failed',
  severity: 'error',
  message: 'A worker of the engine failed: out of memory',
  help: 'Use smaller micro-batches (`training.tokensPerMicrobatch`), and resume the run.',
};

/** An engine whose call of that number fails, and all after it. */
function failing(
  method: 'rollout' | 'update' | 'state',
  at: number,
  failure: Error = new EngineFailure(diagnostic),
): RuntimeHost {
  return {
    ...fakeHost(),
    openEngine: async (options) => {
      const [opened, problems] = await openFakeEngine()(options);
      const engine = opened as Engine;
      let calls = 0;
      const call = (...given: unknown[]) => {
        if (++calls >= at) return Promise.reject(failure);
        return (engine[method] as (...args: unknown[]) => Promise<unknown>)(...given);
      };
      return [{ ...engine, [method]: call } as Engine, problems];
    },
  };
}

test.each([
  ['rollout', 1],
  ['rollout', 5],
  ['update', 1],
  ['update', 4],
  ['update', 9],
  ['state', 2],
  ['state', 4],
] as const)('%s, call %i', async (method, at) => {
  const runDirectory = path.join(folder, `${method}-${at}`);
  const outcome = await startRun(startTiny(runDirectory, {}, failing(method, at)));
  expect(outcome).toMatchObject({ status: 'failed', diagnostics: [diagnostic] });
  const again = await resumeRun({ runDirectory, host: failing(method, 1) });
  expect(again).toMatchObject({ status: 'failed', diagnostics: [diagnostic] });
  const resumed = await resumeRun({ runDirectory, host: fakeHost() });
  expect(resumed).toMatchObject({ status: 'finished', diagnostics: [] });
  expect(differingFiles(whole, runDirectory)).toEqual([]);
});

test('memory that the system does not give, outside of the engine', async () => {
  const runDirectory = path.join(folder, 'no-memory');
  const host = failing('state', 3, new RangeError('Array buffer allocation failed'));
  const outcome = await startRun(startTiny(runDirectory, {}, host));
  expect(outcome).toMatchObject({
    status: 'failed',
    diagnostics: [{ code: 'run/out-of-memory', help: expect.stringContaining('promptsPerStep') as string }],
  });
  expect(await resumeRun({ runDirectory, host: fakeHost() })).toMatchObject({ status: 'finished' });
  expect(differingFiles(whole, runDirectory)).toEqual([]);
});
