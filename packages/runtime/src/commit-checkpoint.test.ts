import type { CheckpointFiles } from '@allot/store';
import { listCheckpoints, readEvents, runPaths, writeModelFolder, writeMoments } from '@allot/store';
import { expect, test } from 'vitest';
import { differingFiles } from '../test-support/compare-runs.js';
import { fakeHost, openFakeEngine } from '../test-support/fake-engine.js';
import { codesOf, startTiny } from '../test-support/start-tiny.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import type { OpenEngine, PolicySnapshot } from './engine.js';
import type { RuntimeHost } from './outcome.js';
import { resumeRun } from './resume-run.js';
import { startRun } from './start-run.js';

const folder = temporaryFolder();
const { plan } = startTiny('');
const { config } = plan.settings.policy;

interface Watchers {
  /** Called when a snapshot is taken; its files are written once this settles. */
  readonly onSnapshot: (optimizerStep: number) => Promise<void>;
  readonly onRollout?: () => void;
}

/** A host whose engine writes its snapshots itself. */
function hostOf({ onSnapshot, onRollout = () => undefined }: Watchers): RuntimeHost {
  const open = openFakeEngine({ onRollout });
  const openEngine: OpenEngine = async (options) => {
    const [engine, diagnostics] = await open(options);
    if (!engine) return [undefined, diagnostics];
    const snapshot = async (): Promise<PolicySnapshot> => {
      const { parameters, ...moments } = await engine.state();
      const { parameters: layout } = options.manifest;
      const ready = onSnapshot(moments.optimizerStep);
      ready.catch(() => undefined);
      const write = async ({ policy, optimizer }: CheckpointFiles): Promise<void> => {
        await ready;
        await writeModelFolder(policy, { config, layout, parameters, extras: {} });
        await writeMoments(optimizer, layout, moments);
      };
      return { optimizerStep: moments.optimizerStep, write };
    };
    return [{ ...engine, snapshot }, diagnostics];
  };
  return { ...fakeHost(), openEngine };
}

test('a checkpoint is written while the next step samples, from the weights of its own step', async () => {
  const plain = startTiny(folder());
  await startRun(plain);
  const optimizerSteps = 4;
  let rollouts = 0;
  const waiting: (() => void)[] = [];
  const host = hostOf({
    onRollout: () => {
      rollouts++;
      for (const go of waiting.splice(0)) go();
    },
    // Those of the steps 2 and 4: were it not for the rollout that comes after, they would wait for ever.
    onSnapshot: (optimizerStep) =>
      optimizerStep === optimizerSteps || optimizerStep === 2 * optimizerSteps
        ? new Promise((resolve) => waiting.push(resolve))
        : Promise.resolve(),
  });
  const background = startTiny(folder(), {}, host);
  expect((await startRun(background)).status).toBe('finished');
  expect(rollouts).toBeGreaterThan(0);
  expect(differingFiles(plain.runDirectory, background.runDirectory)).toEqual([]);
});

test('a checkpoint that cannot be written ends the run with the one before it whole', async () => {
  const plain = startTiny(folder());
  await startRun(plain);
  const full = Object.assign(new Error('no space left on device'), {
    code: 'ENOSPC',
    syscall: 'write',
    path: 'model.safetensors',
  });
  const host = hostOf({
    onSnapshot: async (optimizerStep) => {
      if (optimizerStep === 8) throw full;
    },
  });
  const { runDirectory } = startTiny(folder(), {}, host);
  const outcome = await startRun({ plan, runDirectory, host });
  expect(outcome.status).toBe('failed');
  expect(codesOf(outcome)).toEqual(['store/disk-full']);
  expect(await listCheckpoints(runDirectory)).toEqual([0, 2]);
  expect((await resumeRun({ runDirectory, host: fakeHost() })).status).toBe('finished');
  expect(differingFiles(plain.runDirectory, runDirectory)).toEqual([]);
});

test('a run that is interrupted while a checkpoint is written ends with it committed', async () => {
  const abort = new AbortController();
  const host = hostOf({
    onSnapshot: async (optimizerStep) => {
      if (optimizerStep === 4) abort.abort('SIGTERM');
    },
  });
  const { runDirectory } = startTiny(folder(), {}, host);
  const outcome = await startRun({ plan, runDirectory, host, signal: abort.signal });
  expect(outcome.status).toBe('interrupted');
  const [events] = await readEvents(runPaths(runDirectory).events);
  const told = events?.map(({ type, step }) => `${type} ${step}`);
  const committed = told?.indexOf('checkpoint-written 2') ?? -1;
  expect(committed).toBeGreaterThan(0);
  expect(told?.findIndex((line) => line.startsWith('run-interrupted'))).toBeGreaterThan(committed);
  expect(await listCheckpoints(runDirectory)).toContain(2);
});
