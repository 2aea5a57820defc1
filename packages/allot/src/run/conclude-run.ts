// The end of a run: the table of results on stdout, and the report in the run folder.
import { join } from 'node:path';
import { hasErrors } from '@allot/spec';
import { tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import type { Terminal } from '../cli/terminal.js';
import { loadAnalysedRun } from './load-analysed-run.js';
import { writeReportOf } from './write-report.js';

/** Prints base and trained policy side by side, or the summary as JSON, and writes `report.html`. */
export async function concludeRun(terminal: Terminal, runDirectory: string, json = false): Promise<ExitCode> {
  const { printSummary, summarizeRun, summaryJson } = await import('@allot/report');
  const [record, problems] = await loadAnalysedRun(runDirectory);
  await tell(terminal, problems);
  if (record === undefined) return ExitCode.failure;
  const { color, columns } = terminal.stdout;
  const summary = summarizeRun(record);
  if (json) terminal.out(summaryJson(summary).trimEnd());
  else terminal.out(printSummary(summary, { color, width: columns }).replace(/\n*$/, '\n'));
  const file = join(runDirectory, 'report.html');
  const refusals = await writeReportOf([record], file);
  await tell(terminal, refusals);
  if (hasErrors(refusals)) return ExitCode.failure;
  if (json) terminal.error(`Report: ${file}`);
  else terminal.out(`Report: ${file}`);
  return ExitCode.success;
}
