// Writes the files of a bundle.
import type { Diagnostic, Phase } from '@allot/spec';
import { hasErrors } from '@allot/spec';
import { report } from '../../diagnostics/report.js';
import { type FolderFile, writeFolder } from '../write-folder.js';

export interface Bundle {
  /** Paths of its files, relative to the folder. */
  readonly files: readonly string[];
}

/** All or nothing, and nothing where there is an error; an existing folder is replaced. */
export async function writeBundle(
  folder: string,
  problems: readonly Diagnostic[],
  files: () => readonly FolderFile[],
): Promise<Phase<Bundle>> {
  if (hasErrors(problems)) return [undefined, problems];
  const made = files();
  const problem = await writeFolder(folder, made);
  if (problem) return [undefined, [report('emit/unwritable', { folder, problem })]];
  return [{ files: made.map(({ path }) => path) }, problems];
}
