// Weights & Biases: a folder that `wandb sync` uploads, written by the wandb of a Python, because Node has none.
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Phase, RunEvent } from '@allot/spec';
import { execa } from 'execa';
import { reportCommand } from '../../catalog.js';
import { refusalOf } from '../../cli/files.js';
import { metricPoints } from '../metric-points.js';
import type { TrackedRun } from '../tracked-run.js';
import type { Tracker } from '../tracker.js';

const script = fileURLToPath(new URL('../../../python/allot_wandb.py', import.meta.url));

export interface WandbPlace {
  readonly folder: string;
  /** Name or path of a Python that has wandb. */
  readonly python: string;
  /** Default: the name of the definition. */
  readonly project?: string;
}

/** Collects events, and writes all of them when it is closed: a run there is written once and whole. */
export async function openWandb(
  { folder, python, project }: WandbPlace,
  run: TrackedRun,
): Promise<Phase<Tracker>> {
  const place = resolve(folder);
  const refused = await refusalOf(async () => {
    const { makeFolder } = await import('@allot/store');
    await makeFolder(place);
    await removeEarlier(join(place, 'wandb'), run.id);
  });
  if (refused) return [undefined, [refused]];
  const events: RunEvent[] = [];
  let written = place;
  const tracker: Tracker = {
    place: () => written,
    add: async (more) => {
      events.push(...more);
      return [];
    },
    async close() {
      const document = {
        folder: place,
        project: project ?? run.pipeline,
        id: run.id,
        name: run.name,
        config: Object.fromEntries(run.settings),
        facts: run.facts,
        rows: rowsByStep(events),
      };
      const [answer, problems] = await runPython(python, JSON.stringify(document));
      if (answer !== undefined) written = answer;
      return problems;
    },
  };
  return [tracker, []];
}

/** A step is one row there: its own numbers and those of its evaluation. */
function rowsByStep(
  events: readonly RunEvent[],
): readonly (readonly [number, Readonly<Record<string, number>>])[] {
  const rows = new Map<number, Record<string, number>>();
  for (const { step, name, value } of events.flatMap(metricPoints)) {
    const row = rows.get(step) ?? {};
    row[name] = value;
    rows.set(step, row);
  }
  return [...rows].sort(([a], [b]) => a - b);
}

async function removeEarlier(folder: string, id: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names)
    if (name.startsWith('offline-run-') && name.endsWith(`-${id}`))
      await rm(join(folder, name), { recursive: true });
}

/** The folder that the script wrote, which is the last line that it prints. */
async function runPython(python: string, input: string): Promise<Phase<string>> {
  const ended = await execa(python, [script], { input, reject: false });
  if (ended.failed && ended.code !== undefined && ended.exitCode === undefined)
    return [undefined, [reportCommand('track/no-python', { python, reason: reasonOf(ended.code) })]];
  const failed = (reason: string): Phase<string> => [
    undefined,
    [reportCommand('track/no-wandb', { python, reason })],
  ];
  if (ended.failed) return failed(lastLine(ended.stderr) || (ended.shortMessage ?? 'it said nothing'));
  const printed = lastLine(ended.stdout);
  if (printed === '') return failed('it said nothing');
  const isWritten = /[\\/]offline-run-[^\\/]*$/.test(printed) && existsSync(printed);
  return isWritten ? [printed, []] : failed(`it printed "${printed.slice(0, 200)}" in place of a folder`);
}

const lastLine = (text = ''): string => text.trim().split('\n').at(-1) ?? '';

/** Why the system starts no process. */
function reasonOf(code: string): string {
  if (code === 'ENOENT') return 'there is no such program';
  return code === 'EACCES' ? 'it is no file that may be executed' : code;
}
