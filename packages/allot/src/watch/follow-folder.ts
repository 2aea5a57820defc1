// A run folder that is looked at again and again: reads what is new, and draws the report no more often than it is worth.
import { stat } from 'node:fs/promises';
import { type LiveStatus, renderLivePage, wellFormedEvents } from '@allot/report';
import { followEvents, lockOwner, type OpenedRun, openRunDirectory, runPaths } from '@allot/store';
import { isDetached } from '../cluster/job-record.js';
import { statusOf } from '../run/find-runs.js';
import { loadAnalysedRun } from '../run/load-analysed-run.js';
import { liveText } from './live-text.js';
import type { WatchedRun } from './watch-server.js';

/** The report is drawn again after this many times what it took: a run shares its processor with who watches it. */
const REST = 5;

/** Never writes. The folder may be absent, and may be cut back and go on between two looks. */
export function followFolder(directory: string): WatchedRun {
  const paths = runPaths(directory);
  const log = followEvents(paths.events);
  let opened: { readonly record: string; readonly run: OpenedRun } | undefined;
  let shown = '';
  let readyAt = 0;
  let drawn: { readonly version: string; readonly page: Promise<string> } | undefined;

  const open = async (): Promise<OpenedRun | undefined> => {
    const record = await stampOf(paths.record);
    if (record === undefined || opened?.record === record) return opened?.run;
    const [run] = await openRunDirectory(directory);
    opened = run && { record, run };
    return run;
  };
  const look = async (): Promise<LiveStatus> => {
    const run = await open();
    const [followed] = await log.read();
    if (run === undefined || followed === undefined)
      return { state: 'awaited', text: `waiting for a run in ${directory}`, step: 0, steps: 0, version: '' };
    const [events] = wellFormedEvents(followed.events, paths.events);
    const { record, plan } = run;
    const status = statusOf(record, events, lockOwner(directory) !== undefined, await isDetached(directory));
    const steps = plan.settings.steps;
    const state = status === 'running' ? 'running' : status === 'finished' ? 'over' : 'still';
    const newest = `${opened?.record} ${followed.version} ${state}`;
    if (state !== 'running' || performance.now() >= readyAt) shown = newest;
    return {
      state,
      text: liveText({ directory, status, halted: record.halted, events, steps }),
      step: events.findLast(({ type }) => type === 'step-completed')?.step ?? 0,
      steps,
      version: shown,
    };
  };
  const draw = async (status: LiveStatus): Promise<string> => {
    const begun = performance.now();
    const [record] = status.state === 'awaited' ? [undefined] : await loadAnalysedRun(directory);
    const page = renderLivePage(record, status);
    readyAt = performance.now() + REST * (performance.now() - begun);
    return page;
  };
  const inTurn = oneAfterAnother(look);
  return {
    progress: async () => JSON.stringify(await inTurn()),
    page: async () => {
      const status = await inTurn();
      if (drawn?.version === status.version) return drawn.page;
      const page = draw(status);
      drawn = { version: status.version, page };
      page.catch(() => {
        drawn = undefined;
      });
      return page;
    },
  };
}

/** What tells one state of a file from another; undefined where there is none. */
const stampOf = (file: string): Promise<string | undefined> =>
  stat(file).then(
    ({ ino, mtimeMs }) => `${ino} ${mtimeMs}`,
    () => undefined,
  );

/** Calls wait for those before them. */
function oneAfterAnother<T>(work: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const next = last.then(work, work);
    last = next;
    return next;
  };
}
