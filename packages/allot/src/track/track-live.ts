// Hands a run to tracking tools while it goes on. What a tool cannot take harms neither the run nor another tool.
import { isDeepStrictEqual } from 'node:util';
import { type Diagnostic, hasErrors, type RunEvent } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import { openTrackedRun } from './tracked-run.js';
import type { Tracker } from './tracker.js';
import type { TrackerOpener } from './tracking-places.js';

export interface LiveTracking {
  /** An event that stands in the log. Returns at once. */
  event(event: RunEvent): void;
  /** Waits until every tool has all, or has refused it; warnings say what is missing. */
  close(): Promise<readonly Diagnostic[]>;
}

/** Tools are opened at the first event, when the run's folder is there. */
export function trackLive(runDirectory: string, openers: readonly TrackerOpener[]): LiveTracking {
  const events: RunEvent[] = [];
  const followers = openers.map((open) => follow(runDirectory, open, events));
  return {
    event(event) {
      events.push(event);
      for (const follower of followers) follower.wake();
    },
    async close() {
      const found = await Promise.all(followers.map((follower) => follower.close()));
      return found.flat();
    },
  };
}

interface Follower {
  wake(): void;
  close(): Promise<readonly Diagnostic[]>;
}

/** Brings one tool up to date, again and again. A tool that fails is opened anew at the next event. */
function follow(runDirectory: string, open: TrackerOpener, events: readonly RunEvent[]): Follower {
  let tracker: Tracker | undefined;
  /** Events of the log before those of this sitting. */
  let before: readonly RunEvent[] = [];
  let sent = 0;
  let problems: readonly Diagnostic[] = [];
  let work: Promise<void> | undefined;

  const openTool = async (): Promise<void> => {
    const [run, unread] = await openTrackedRun(runDirectory);
    if (!run) {
      // A run that never began has nothing to hand over.
      problems = events.length > 0 ? unread : [];
      return;
    }
    const start = run.events.findIndex((event) => isDeepStrictEqual(event, events[0]));
    before = start < 0 ? run.events : run.events.slice(0, start);
    sent = 0;
    [tracker, problems] = await open(run);
  };
  const bringUpToDate = async (): Promise<void> => {
    if (!tracker) await openTool();
    if (!tracker) return;
    const all = [...before, ...events];
    problems = await tracker.add(all.slice(sent));
    if (hasErrors(problems)) tracker = undefined;
    else sent = all.length;
  };
  const isBehind = (): boolean => tracker !== undefined && sent < before.length + events.length;
  const catchUp = async (): Promise<void> => {
    do await bringUpToDate();
    while (isBehind());
  };
  const wake = (): Promise<void> => {
    work ??= catchUp().finally(() => {
      work = undefined;
    });
    return work;
  };

  return {
    wake: () => void wake().catch(() => undefined),
    async close() {
      await work;
      await wake();
      if (tracker) problems = [...problems, ...(await tracker.close())];
      return hasErrors(problems)
        ? [...problems.map(asWarning), reportCommand('track/behind', { run: runDirectory })]
        : problems;
    },
  };
}

const asWarning = (diagnostic: Diagnostic): Diagnostic => ({ ...diagnostic, severity: 'warning' });
