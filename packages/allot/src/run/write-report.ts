// Writes the HTML report of one or several runs.
import type { RunRecord } from '@allot/report';
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
  return [...diagnostics, ...(await writeReportOf(records, file))];
}

/** The same for runs that are loaded. */
export async function writeReportOf(
  records: readonly RunRecord[],
  file: string,
): Promise<readonly Diagnostic[]> {
  const { renderReport } = await import('@allot/report');
  const refused = await writeFileWhole(file, renderReport(records));
  return refused === undefined ? [] : [refused];
}
