// Weights & Biases: a folder that `wandb sync` uploads, written by the wandb of a Python, because Node has none.
import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic, Phase, RunEvent } from '@allot/spec';
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

async function runPython(python: string, input: string): Promise<Phase<string>> {
  const failed = (reason: string): readonly Diagnostic[] => [
    reportCommand('track/no-wandb', { python, reason }),
  ];
  const ended = await execa(python, [script], { input, reject: false });
  const last = ended.stdout.trim().split('\n').at(-1) ?? '';
  if (!ended.failed && last !== '') return [last, []];
  const said = ended.stderr?.trim().split('\n').at(-1) ?? '';
  return [undefined, failed(said || ended.shortMessage || 'it said nothing')];
}
