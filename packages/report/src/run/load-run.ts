// Reads a run folder for the report; what is missing or torn is left out and said.
import { access, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic, Phase, RunEvent } from '@allot/spec';
import {
  type EvaluationRow,
  flawOfFile,
  openRunDirectory,
  readEvaluationRows,
  readEvents,
  readJson,
  readPilot,
  runPaths,
} from '@allot/store';
import { checkLog } from './check-log.js';
import { readVocabulary } from './read-vocabulary.js';
import { report } from './report-catalog.js';
import type { EvaluationRollouts, RunRecord } from './run-record.js';
import { standingEvents } from './standing-events.js';
import { wellFormedEvents } from './well-formed-events.js';

/** Loads a run folder. A run that is still going, or was killed, is loaded as far as it got. */
export async function loadRun(directory: string): Promise<Phase<RunRecord>> {
  const [opened, problems] = await openRunDirectory(directory);
  if (!opened) return [undefined, problems];
  const paths = runPaths(directory);
  const [events, eventDiagnostics] = await loadEvents(directory);
  const [rollouts, rolloutDiagnostics] = await loadRollouts(directory, events);
  const [tokenizer] = await readJson(paths.tokenizer);
  const vocabulary = readVocabulary(tokenizer);
  const [pilot, pilotProblems] = await readPilot(directory);
  const { record: identity, plan } = opened;
  return [
    {
      identity,
      plan,
      events,
      rollouts,
      diskBytes: (await bytesOf(paths.checkpoints)) + (await bytesOf(paths.steps)),
      ...(vocabulary && { vocabulary }),
      ...(pilot && { pilot }),
    },
    [...problems, ...eventDiagnostics, ...rolloutDiagnostics, ...pilotProblems.map(asWarning)],
  ];
}

/** The report does without a pilot that cannot be read. */
const asWarning = (diagnostic: Diagnostic): Diagnostic => ({ ...diagnostic, severity: 'warning' });

/** A run that has just been made has no log yet; one with checkpoints has lost it. */
async function loadEvents(run: string): Promise<readonly [readonly RunEvent[], readonly Diagnostic[]]> {
  const file = runPaths(run).events;
  if (!(await exists(file))) return [[], await checkLog(run, [])];
  const [read, problems] = await readEvents(file);
  const [events, malformed] = wellFormedEvents(read ?? [], file);
  return [events, [...problems, ...malformed, ...(await checkLog(run, read ?? []))]];
}

/** Responses of the first and the last evaluation: what base and trained are compared by. */
async function loadRollouts(
  directory: string,
  events: readonly RunEvent[],
): Promise<readonly [EvaluationRollouts[], Diagnostic[]]> {
  const evaluations = standingEvents(events).filter((event) => event.type === 'evaluation-completed');
  const rollouts: EvaluationRollouts[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const event of new Set([evaluations[0], evaluations.at(-1)])) {
    if (!event) continue;
    for (const { mode } of event.results) {
      const place = join(runPaths(directory).evaluation(event.step), `${mode}.parquet`);
      const rows = isPlainMode(mode) ? await loadRows(place) : undefined;
      if (rows) rollouts.push({ step: event.step, mode, rollouts: rows });
      else diagnostics.push(report('report/no-samples', { place }));
    }
  }
  return [rollouts, diagnostics];
}

/** Undefined where they cannot be read, or are not those that were written. */
async function loadRows(place: string): Promise<readonly EvaluationRow[] | undefined> {
  const [rows] = await readEvaluationRows(place);
  return rows && (await flawOfFile(place)) === undefined ? rows : undefined;
}

/** The mode names a file: nothing but a plain name may come from the log. */
const isPlainMode = (mode: string): boolean => /^[a-z]+(?:=\d+)?$/.test(mode);

/** Of all files inside; those that vanish meanwhile count nothing. */
async function bytesOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(({ parentPath, name }) =>
      stat(join(parentPath, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
