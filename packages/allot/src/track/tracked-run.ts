// A run as tracking tools know it: its name, its settings, what it measured, and the files worth keeping.
import { basename, join, resolve } from 'node:path';
import { type Diagnostic, type Phase, type RunEvent, type SettingRow, settingRows } from '@allot/spec';
import { openPlannedRun } from '../cli/open-run.js';
import { runFiles } from './run-files.js';

export interface TrackedRun {
  /** The run's own id, by which a tool finds it again: letters, digits, `-` and `_`. */
  readonly id: string;
  /** Name of the run folder. */
  readonly name: string;
  /** Name of the definition. */
  readonly pipeline: string;
  readonly directory: string;
  /** ISO 8601. */
  readonly created: string;
  /** What is the same for the whole run, for filters: plan key, seed, engine, version. */
  readonly facts: Readonly<Record<string, string>>;
  readonly settings: readonly SettingRow[];
  /** Text of the definition, where the folder has it. */
  readonly definition?: string;
  /** Events of the log so far. */
  readonly events: readonly RunEvent[];
}

/** Reads a run folder, also while the run goes on. */
export async function openTrackedRun(directory: string): Promise<Phase<TrackedRun>> {
  const [{ readEvents, readIfPresent, runPaths }, { wellFormedEvents }] = await Promise.all([
    import('@allot/store'),
    import('@allot/report'),
  ]);
  const [opened, problems] = await openPlannedRun(directory);
  if (!opened) return [undefined, problems];
  const { record, plan } = opened;
  const file = runPaths(directory).events;
  const [read, unread] = await readEvents(file);
  const [events, malformed] = wellFormedEvents(read ?? [], file);
  const diagnostics: readonly Diagnostic[] = [...problems, ...unread, ...malformed];
  if (!read) return [undefined, diagnostics];
  const [source] = (await runFiles(directory)).filter((name) => name.startsWith('definition.'));
  const definition = source && (await readIfPresent(join(directory, source)))?.toString('utf8');
  return [
    {
      id: record.id.replace(/[^\w-]/g, '_'),
      name: basename(resolve(directory)),
      pipeline: record.name,
      directory,
      created: record.created,
      facts: {
        plan: plan.key,
        engine: plan.engine.name,
        device: plan.engine.device,
        seed: String(plan.settings.seed),
        version: record.version,
      },
      settings: settingRows(plan.settings),
      ...(definition !== undefined && { definition }),
      events,
    },
    diagnostics,
  ];
}
