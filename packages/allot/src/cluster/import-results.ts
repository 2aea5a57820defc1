// Turns what verl has written so far into the run's events and trajectories; what is there already is left alone.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic, Phase, Plan, ResolvedReinforcement, RunEvent, StepMetrics } from '@allot/spec';
import type { EventLog } from '@allot/store';
import { reportCommand } from '../catalog.js';
import { type ClusterPaths, clusterPaths } from './cluster-paths.js';
import { loadDumpContext } from './dump-context.js';
import { type DumpContext, readEvaluationDump, readStepDump, type StepDump } from './dump-rows.js';
import { followLines, linesIn } from './follow-lines.js';
import { type MetricsLine, readMetricsLine, type StepNumbers } from './verl-metrics.js';

type Unstamped<Event> = Event extends RunEvent ? Omit<Event, 'time'> : never;

export interface ResultImport {
  /** Reads on to the last whole line. `last`: verl has ended, and no file that is missing will come. */
  pull(options: { readonly last: boolean }): Promise<readonly Diagnostic[]>;
  /** An event of the run itself. */
  emit(event: Unstamped<RunEvent>): void;
  /** Last step that is in the log. */
  step(): number;
  close(): void;
}

export interface ImportOptions {
  readonly runDirectory: string;
  readonly plan: Plan;
  readonly settings: ResolvedReinforcement;
  /** Every event, after it stands in events.jsonl. */
  readonly onEvent: (event: RunEvent) => void;
}

/** Opens the import of one launch. Errors of the file system are thrown. */
export async function openImport(launch: number, options: ImportOptions): Promise<Phase<ResultImport>> {
  const { openEventLog, runPaths, truncateEvents } = await import('@allot/store');
  const { runDirectory, plan, settings, onEvent } = options;
  const paths = clusterPaths(runDirectory);
  const [context, problems] = await loadDumpContext(runDirectory, plan, settings);
  if (!context) return [undefined, problems];
  const logFile = runPaths(runDirectory).events;
  // Whoever followed before may have been killed in the middle of a line.
  const before = await truncateEvents(logFile, Number.POSITIVE_INFINITY);
  const log = openEventLog(logFile);
  const known = new Set(before.map(nameOf));
  let step = before.findLast(({ type }) => type === 'step-completed')?.step ?? 0;
  const emit = (unstamped: Unstamped<RunEvent>): void => {
    const event = { time: new Date().toISOString(), ...unstamped } as RunEvent;
    write(log, event);
    known.add(nameOf(event));
    if (event.type === 'step-completed') step = event.step;
    onEvent(event);
  };
  const place: Place = {
    runDirectory,
    paths,
    settings,
    context,
    emit,
    isKnown: (event) => known.has(nameOf(event)),
  };
  const lines = followLines(paths.metrics(launch));
  return [
    {
      emit,
      step: () => step,
      close: () => log.close(),
      async pull({ last }) {
        const found: Diagnostic[] = [];
        for await (const text of lines.read()) {
          const line = readMetricsLine(text);
          const outcome = line ? await importLine(place, line, last) : [];
          // A file is still being written: the line is read again.
          if (outcome === 'later') break;
          found.push(...outcome);
          lines.accept();
        }
        return found;
      },
    },
    problems,
  ];
}

/** Events that a run has once. */
const nameOf = ({ type, step }: Pick<RunEvent, 'type' | 'step'>): string => `${type} ${step}`;

function write(log: EventLog, event: RunEvent): void {
  log.append(event);
  log.sync();
}

interface Place {
  readonly runDirectory: string;
  readonly paths: ClusterPaths;
  readonly settings: ResolvedReinforcement;
  readonly context: DumpContext;
  readonly emit: ResultImport['emit'];
  readonly isKnown: (event: Pick<RunEvent, 'type' | 'step'>) => boolean;
}

/** Trajectories of the step, then its event; the same of its evaluation; its checkpoint. */
async function importLine(
  place: Place,
  line: MetricsLine,
  last: boolean,
): Promise<readonly Diagnostic[] | 'later'> {
  const { step, numbers, missing, evaluated, checkpoint } = line;
  const evaluation =
    evaluated && !place.isKnown({ type: 'evaluation-completed', step })
      ? await readDump(place.paths.evaluation(step), (lines) => readEvaluationDump(lines, place.context))
      : 'known';
  if (evaluation === undefined && !last) return 'later';
  const found: Diagnostic[] = [];
  if (missing.length > 0)
    found.push(reportCommand('cluster/incomplete-metrics', { step, names: missing.join(', ') }));
  if (numbers && !place.isKnown({ type: 'step-completed', step }))
    found.push(...(await importStep(place, step, numbers)));
  if (evaluation instanceof Map) await importEvaluation(place, line, evaluation);
  if (evaluation === undefined)
    found.push(reportCommand('cluster/no-trajectories', { file: place.paths.evaluation(step) }));
  if (checkpoint && !place.isKnown({ type: 'checkpoint-written', step }))
    place.emit({ type: 'checkpoint-written', step, path: `verl/checkpoints/global_step_${step}` });
  return found;
}

/** verl has written the trajectories of a step before its metrics. */
async function importStep(
  { runDirectory, paths, settings, context, emit }: Place,
  step: number,
  { rolloutSeconds, updateSeconds, stepSeconds, ...numbers }: StepNumbers,
): Promise<readonly Diagnostic[]> {
  const { rolloutMetrics, writeStepMetrics, writeStepRows } = await import('@allot/runtime');
  const dump = await readDump<StepDump>(paths.rollouts(step), (lines) => readStepDump(lines, context));
  if (!dump) return [reportCommand('cluster/no-trajectories', { file: paths.rollouts(step) })];
  const metrics: StepMetrics = { ...numbers, ...rolloutMetrics(settings, dump) };
  await writeStepRows(runDirectory, step, dump);
  await writeStepMetrics(runDirectory, step, metrics);
  emit({ type: 'step-completed', step, metrics, rolloutSeconds, updateSeconds, stepSeconds });
  return [];
}

async function importEvaluation(
  { runDirectory, settings, emit }: Place,
  { step, evaluationSeconds }: MetricsLine,
  modes: ReturnType<typeof readEvaluationDump>,
): Promise<void> {
  const { evaluation } = settings;
  if (!evaluation) return;
  const [{ evaluationResult }, { makeFolder, prettyJson, runPaths, writeEvaluationRows, writeWhole }] =
    await Promise.all([import('@allot/runtime'), import('@allot/store')]);
  const folder = runPaths(runDirectory).evaluation(step);
  await makeFolder(folder);
  const results = [];
  for (const mode of evaluation.modes) {
    const rows = modes.get(mode);
    if (!rows) continue;
    const result = evaluationResult(evaluation, mode, rows);
    await writeEvaluationRows(join(folder, `${mode}.parquet`), rows);
    await writeWhole(join(folder, `${mode}.json`), prettyJson(result));
    results.push(result);
  }
  emit({
    type: 'evaluation-completed',
    step,
    results,
    ...(evaluationSeconds !== undefined && { evaluationSeconds }),
  });
}

/** Undefined where the file is missing or is not what verl writes. */
async function readDump<T>(file: string, parse: (lines: Iterable<string>) => T): Promise<T | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) return undefined;
  try {
    return parse(linesIn(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
