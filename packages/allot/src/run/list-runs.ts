// The runs in a folder, the newest first.
import type { Diagnostic, Phase } from '@allot/spec';
import type { ListedRun } from '../documents/runs-document.js';
import { findRuns, foldersIn } from './find-runs.js';

/** Lists the run folders directly in `folder`; folders that are no runs are passed over, broken runs are warnings. */
export async function listRuns(folder: string): Promise<Phase<readonly ListedRun[]>> {
  const [folders, unread] = await foldersIn(folder);
  if (!folders) return [undefined, unread];
  const runs: ListedRun[] = [];
  const problems: Diagnostic[] = [];
  for await (const [found, diagnostics] of findRuns(folders)) {
    if (found) runs.push(found.listed);
    problems.push(...diagnostics);
  }
  return [runs.sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0)), problems];
}
