// The end of a run: the table of results on stdout, and the report in the run folder.
import { join } from 'node:path';
import { hasErrors } from '@allot/spec';
import { tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import type { Terminal } from '../cli/terminal.js';
import { loadAnalysedRun } from './load-analysed-run.js';
import { writeReportOf } from './write-report.js';

/** Prints base and trained policy side by side and writes `report.html`. */
export async function concludeRun(terminal: Terminal, runDirectory: string): Promise<ExitCode> {
  const { printSummary, summarizeRun } = await import('@allot/report');
  const [record, problems] = await loadAnalysedRun(runDirectory);
  await tell(terminal, problems);
  if (record === undefined) return ExitCode.failure;
  const { color, columns } = terminal.stdout;
  terminal.out(printSummary(summarizeRun(record), { color, width: columns }).replace(/\n*$/, '\n'));
  const file = join(runDirectory, 'report.html');
  const refusals = await writeReportOf([record], file);
  await tell(terminal, refusals);
  if (hasErrors(refusals)) return ExitCode.failure;
  terminal.out(`Report: ${file}`);
  return ExitCode.success;
}
