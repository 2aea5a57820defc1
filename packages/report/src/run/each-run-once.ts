// Run folders as somebody wrote them, each run once.
import { realpath } from 'node:fs/promises';
import type { Diagnostic } from '@allot/spec';
import { report } from './report-catalog.js';

/** The folders without those that are an earlier one under another path, and a warning for each of these. */
export async function eachRunOnce(
  directories: readonly string[],
): Promise<readonly [once: readonly string[], again: readonly Diagnostic[]]> {
  const known = new Map<string, string>();
  const again: Diagnostic[] = [];
  for (const second of directories) {
    const place = await realpath(second).catch(() => second);
    const first = known.get(place);
    if (first === undefined) known.set(place, second);
    else again.push(report('report/same-run', { first, second }));
  }
  return [[...known.values()], again];
}
