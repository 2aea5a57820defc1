// Writing what a command made, with the operating system's refusals as diagnostics.
import { dirname } from 'node:path';
import type { Diagnostic } from '@allot/spec';

/** Does something with files; answers the diagnostic of a refusal, rethrows everything else. */
export async function refusalOf(action: () => Promise<unknown>): Promise<Diagnostic | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    const { fileDiagnostic } = await import('@allot/store');
    const diagnostic = fileDiagnostic(error);
    if (diagnostic === undefined) throw error;
    return diagnostic;
  }
}

/** Writes a file whole or not at all, making its folder; answers what stood in the way. */
export const writeFileWhole = (path: string, content: string): Promise<Diagnostic | undefined> =>
  refusalOf(async () => {
    const { makeFolder, writeWhole } = await import('@allot/store');
    await makeFolder(dirname(path));
    await writeWhole(path, content);
  });
