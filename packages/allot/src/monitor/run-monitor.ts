// Reads a log against its baseline and tells what drifted.
import { dirname } from 'node:path';
import type { MonitorDocument, OpenedMonitor, ToleratedDrift } from '@allot/report';
import { hasErrors } from '@allot/spec';
import { reasonOf } from '../catalog.js';
import { fail, tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { count } from '../cli/numbers.js';
import type { Terminal } from '../cli/terminal.js';
import { fieldMap, type LogField } from './log-fields.js';
import { problemIds } from './problem-ids.js';
import { type ReadLog, readLog } from './read-log.js';

export interface MonitorFlags {
  readonly baseline: string;
  readonly data?: string;
  /** The first is that of rows that state none. */
  readonly mode?: readonly string[];
  readonly map?: readonly { readonly field: LogField; readonly column: string }[];
  readonly alpha: number;
  readonly maxDrift?: readonly Partial<ToleratedDrift>[];
  readonly onBadRow: 'fail' | 'skip';
  readonly json?: boolean;
}

export async function runMonitor(terminal: Terminal, path: string, flags: MonitorFlags): Promise<ExitCode> {
  const { openMonitor, printMonitor, reportMonitor } = await import('@allot/report');
  const { baseline, data, mode: modes, alpha, onBadRow, json } = flags;
  const tolerated = Object.assign({ tokensPercent: 0, accuracyPoints: 0 }, ...(flags.maxDrift ?? []));
  const [opened, problems] = await openMonitor({
    baseline,
    ...(data === undefined ? {} : { data }),
    ...(modes === undefined ? {} : { modes }),
    alpha,
    tolerated,
  });
  await tell(terminal, problems);
  if (opened === undefined || hasErrors(problems)) return ExitCode.failure;
  const file = path === '-' ? 'stdin' : path;
  const { monitor } = opened;
  let log: ReadLog;
  try {
    // A run folder is two above its evaluations.
    const idOf = await problemIds(dirname(dirname(opened.baseline.place)), opened.baseline.benchmark);
    const map = fieldMap(flags.map ?? []);
    const source = { path, file, onBadRow, map, mode: modes?.[0] ?? 'natural', idOf };
    log = await readLog(source, (row) => monitor.observe(row));
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return fail(terminal, reportMonitor('monitor/unreadable', { file, reason: reasonOf(error) }));
  }
  await tell(terminal, log.diagnostics);
  if (hasErrors(log.diagnostics)) return ExitCode.failure;
  if (monitor.counts.used === 0)
    return fail(terminal, reportMonitor('monitor/empty', { file, reason: whyEmpty(log, monitor), shape }));
  const { outOfOrder } = monitor.counts;
  if (outOfOrder > 0)
    await tell(terminal, [reportMonitor('monitor/not-in-order', { file, count: outOfOrder })]);
  const document = documentOf(opened, file, log, { alpha, tolerated });
  if (json) terminal.out(JSON.stringify(document, undefined, 2));
  else {
    const { color, columns: width } = terminal.stdout;
    terminal.out(printMonitor(document, { color, width }));
  }
  return document.drifted ? ExitCode.drifted : ExitCode.success;
}

/** A row, for those whose log has none. */
const shape = '{"tokens": 412, "correct": true, "difficulty": 3}';

type Monitor = OpenedMonitor['monitor'];

function whyEmpty({ rows, skipped }: ReadLog, { counts }: Monitor): string {
  if (rows === 0) return 'it has no rows';
  if (skipped === rows) return 'none of its rows is a log row';
  return `all of its rows are in modes that the baseline was not evaluated in (${[...counts.otherModes.keys()].slice(0, 5).join(', ')})`;
}

function documentOf(
  { baseline, monitor }: OpenedMonitor,
  log: string,
  { rows, skipped }: ReadLog,
  { alpha, tolerated }: Pick<MonitorDocument, 'alpha' | 'tolerated'>,
): MonitorDocument {
  const groups = monitor.groups();
  const { otherModes, withoutDifficulty, knownProblems } = monitor.counts;
  return {
    format: 1,
    drifted: groups.some(({ tokens, accuracy }) => tokens.drift ?? accuracy.drift),
    baseline,
    log,
    rows: {
      read: rows,
      skipped,
      otherModes: [...otherModes.values()].reduce((sum, one) => sum + one, 0),
      withoutDifficulty,
      knownProblems,
    },
    alpha,
    tolerated,
    tests: monitor.tests,
    groups,
    notes: notesOf(monitor),
  };
}

function notesOf(monitor: Monitor): string[] {
  const { used, knownProblems, withoutDifficulty, otherModes } = monitor.counts;
  const groups = monitor.groups();
  const hasDifficulties = groups.some(({ difficulty }) => difficulty !== 'all');
  const isGraded = groups.some(({ accuracy }) => accuracy.rows > 0);
  return [
    ...(knownProblems === 0
      ? ['The log has no problem of the baseline: they are compared by mode and difficulty only.']
      : knownProblems < used
        ? [
            `${count(used - knownProblems)} of ${count(used)} rows have other problems than the baseline: those are compared by mode and difficulty only.`,
          ]
        : []),
    ...(hasDifficulties && withoutDifficulty > 0
      ? [
          `${count(withoutDifficulty)} of ${count(used)} rows have no known difficulty, and count in "all" alone.`,
        ]
      : []),
    ...(isGraded ? [] : ['No row says whether it was correct: accuracy is not monitored.']),
    ...[...otherModes]
      .slice(0, 5)
      .map(([mode, rows]) =>
        rows === 1
          ? `1 row in ${mode} mode is left out: the baseline has none.`
          : `${count(rows)} rows in ${mode} mode are left out: the baseline has none.`,
      ),
  ];
}
