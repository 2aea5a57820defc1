// Takes one run through a case: processes are ended as it says and others go on, until the run is done; then every byte is compared
// with the run that nobody disturbed.
import { existsSync, readFileSync, renameSync, rmSync, utimesSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent } from '@allot/spec';
import { stepName } from '@allot/store';
import { differingFiles } from '../../packages/runtime/test-support/compare-runs.js';
import type { Case, Death } from './cases.js';
import { type Life, live, type Place } from './lives.js';

/** A run that nobody disturbed. */
export interface WholeRun {
  readonly place: Place;
  /** Changes of the file system that its first process makes. */
  readonly changes: number;
  readonly seconds: number;
}

export interface Tried {
  readonly id: string;
  /** Processes that were ended before their time. */
  readonly kills: number;
  /** What went wrong; undefined: nothing. */
  readonly failure?: string;
}

/** More processes than any case needs. */
const MOST_LIVES = 24;

/** Tries a case in a folder of its own. A process that was faster than a random instant is tried again with earlier ones. */
export async function tryCase(whole: WholeRun, one: Case, folder: string): Promise<Tried> {
  for (let { seconds } = whole; ; seconds /= 2) {
    const tried = await tryOnce({ ...whole, seconds }, one, folder);
    const isEarly = one.kind === 'instant' && tried.kills < one.deaths.length && seconds > 0.1;
    if (tried.failure !== undefined || !isEarly) return tried;
    rmSync(path.join(folder, 'run'), { recursive: true });
  }
}

async function tryOnce(whole: WholeRun, one: Case, folder: string): Promise<Tried> {
  const place = { ...whole.place, run: path.join(folder, 'run') };
  let run = place.run;
  let kills = 0;
  const deaths: Death[] = [...one.deaths];
  const disk = one.kind === 'power' ? { disk: path.join(folder, 'disk') } : {};
  const fails = (failure: string): Tried => ({ id: one.id, kills, failure });
  for (let lives = 0; lives < MOST_LIVES; lives++) {
    const death = deaths.shift();
    const life = await live(
      { ...place, run },
      { death, wholeSeconds: whole.seconds, seed: one.seed + lives, ...disk },
    );
    if (isKilled(life)) {
      kills++;
      letTimePass(run);
      if (one.kind === 'moved') run = moved(run, path.join(folder, `moved-${lives}`));
      continue;
    }
    if (life.code === INTERRUPTED) {
      kills++;
      const problem = interruptedBadly(run);
      if (problem !== undefined) return fails(problem);
      continue;
    }
    if (life.code !== 0 && life.code !== WAITING)
      return fails(`${life.command} ended with exit code ${life.code}:\n${life.stderr}`);
    if (life.code === 0 && life.command !== 'approve') {
      const differing = differingFiles(whole.place.run, run);
      return differing.length === 0
        ? { id: one.id, kills }
        : fails(`these files differ: ${differing.join(' ')}`);
    }
  }
  return fails(`the run was not done after ${MOST_LIVES} processes`);
}

const INTERRUPTED = 130;
const WAITING = 4;

/** Signals end what no longer or not yet listens for them: a run that is done writes its report, an approval is written. */
const isKilled = ({ signal }: Life): boolean => signal !== null;

/** Whoever comes back to a run does not come back in the same second: a lock that was half written is old by then. */
function letTimePass(run: string): void {
  const lock = path.join(run, 'lock');
  if (existsSync(lock)) utimesSync(lock, 0, 0);
}

function moved(from: string, to: string): string {
  if (!existsSync(from)) return from;
  renameSync(from, to);
  return to;
}

/** A run that was asked to end has committed what it had done. */
function interruptedBadly(run: string): string | undefined {
  const lines = readFileSync(path.join(run, 'events.jsonl'), 'utf8').trimEnd().split('\n');
  const last = JSON.parse(lines.at(-1) as string) as RunEvent;
  if (last.type !== 'run-interrupted') return `the log of an interrupted run ends with ${last.type}`;
  const checkpoint = path.join(run, 'checkpoints', stepName(last.step), 'manifest.json');
  return existsSync(checkpoint) ? undefined : `step ${last.step} was not committed before the end`;
}
