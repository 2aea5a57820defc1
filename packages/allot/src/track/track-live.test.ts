import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '@allot/spec';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { synthesizeRun, writeRunFolder } from '../../../report/test-support/synthetic-run.js';
import { reportCommand } from '../catalog.js';
import { trackLive } from './track-live.js';
import type { TrackerOpener } from './tracking-places.js';

const recorded = synthesizeRun({ steps: 3, problems: 4, finished: false });
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'allot-live-'));
  await writeRunFolder(recorded, folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const refusal = [reportCommand('track/unreachable', { address: 'http://x', reason: 'no' })];

/** A tool that keeps the steps of events, opened anew every time, and that fails at some of its calls. */
function tool(failsAt: readonly number[] = []) {
  const openings: number[][] = [];
  let calls = 0;
  const open: TrackerOpener = async () => {
    const steps: number[] = [];
    openings.push(steps);
    return [
      {
        place: () => 'here',
        async add(events) {
          if (failsAt.includes(calls++)) return refusal;
          steps.push(...events.map(({ step }) => step));
          return [];
        },
        close: async () => [],
      },
      [],
    ];
  };
  return { open, openings };
}

/** An event of the run, written as the runtime does: into the log first. */
const next = async (step: number): Promise<RunEvent> => {
  const event: RunEvent = {
    type: 'checkpoint-written',
    time: `2026-12-01T00:00:0${step}.000Z`,
    step,
    path: 'x',
  };
  await appendFile(join(folder, 'events.jsonl'), `${JSON.stringify(event)}\n`);
  return event;
};
const earlier = recorded.events.map(({ step }) => step);

describe('a tool that looks on', () => {
  test('gets what stood in the log, and then each event once', async () => {
    const { open, openings } = tool();
    const tracking = trackLive(folder, [open]);
    for (const step of [4, 5, 6]) tracking.event(await next(step));
    expect(await tracking.close()).toEqual([]);
    expect(openings).toEqual([[...earlier, 4, 5, 6]]);
  });

  test('is opened anew after it failed, and has all in the end', async () => {
    const { open, openings } = tool([0]);
    const tracking = trackLive(folder, [open]);
    tracking.event(await next(4));
    tracking.event(await next(5));
    expect(await tracking.close()).toEqual([]);
    expect(openings.at(-1)).toEqual([...earlier, 4, 5]);
    expect(openings).toHaveLength(2);
  });

  test('warns at the end when it could not be brought up to date', async () => {
    const failing = tool(Array.from({ length: 50 }, (_, call) => call));
    const { open, openings } = tool();
    const tracking = trackLive(folder, [failing.open, open]);
    tracking.event(await next(4));
    const diagnostics = await tracking.close();
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['track/unreachable', 'warning'],
      ['track/behind', 'warning'],
    ]);
    expect(openings).toEqual([[...earlier, 4]]);
  });

  test('gets the log of a run in which nothing happens any more', async () => {
    const { open, openings } = tool();
    expect(await trackLive(folder, [open]).close()).toEqual([]);
    expect(openings).toEqual([earlier]);
  });

  test('says nothing about a run that never began', async () => {
    const { open } = tool();
    expect(await trackLive(join(folder, 'nowhere'), [open]).close()).toEqual([]);
  });
});
