// Writes the HTML report of one or several runs.
import type { ComparedRuns, RunRecord } from '@allot/report';
import { type Diagnostic, hasErrors } from '@allot/spec';
import { writeFileWhole } from '../cli/files.js';
import { loadAnalysedRun } from './load-analysed-run.js';

/** Answers what stood in the way; the file is written whole or not at all. */
export async function writeReport(
  runDirectories: readonly string[],
  file: string,
): Promise<readonly Diagnostic[]> {
  const opened = await Promise.all(runDirectories.map(loadAnalysedRun));
  const diagnostics = opened.flatMap(([, found]) => found);
  const records = opened.flatMap(([record]) => record ?? []);
  if (records.length < opened.length || hasErrors(diagnostics)) return diagnostics;
  const { compareRuns } = await import('@allot/report');
  const compared = records.length > 1 ? await compareRuns(runDirectories) : undefined;
  return [...diagnostics, ...(await writeReportOf(records, file, compared))];
}

/** The same for runs that are loaded. */
export async function writeReportOf(
  records: readonly RunRecord[],
  file: string,
  compared?: ComparedRuns,
): Promise<readonly Diagnostic[]> {
  const { renderReport } = await import('@allot/report');
  const refused = await writeFileWhole(file, renderReport(records, compared));
  return refused === undefined ? [] : [refused];
}
