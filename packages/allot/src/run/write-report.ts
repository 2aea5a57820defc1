// Writes the HTML report of one or several runs.
import type { ComparedRuns, RunRecord } from '@allot/report';
import { type Diagnostic, hasErrors } from '@allot/spec';
import { writeFileWhole } from '../cli/files.js';
import { loadAnalysedRun } from './load-analysed-run.js';

/** A run that is named twice is in it once. Answers what stood in the way; the file is written whole or not at all. */
export async function writeReport(
  runDirectories: readonly string[],
  file: string,
): Promise<readonly Diagnostic[]> {
  const { compareRuns, eachRunOnce } = await import('@allot/report');
  const [directories, twice] = await eachRunOnce(runDirectories);
  const opened = await Promise.all(directories.map(loadAnalysedRun));
  const diagnostics = [...twice, ...opened.flatMap(([, found]) => found)];
  const records = opened.flatMap(([record]) => record ?? []);
  if (records.length < opened.length || hasErrors(diagnostics)) return diagnostics;
  const compared = records.length > 1 ? await compareRuns(directories) : undefined;
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
