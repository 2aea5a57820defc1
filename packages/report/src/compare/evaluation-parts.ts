// Reads the responses of a saved evaluation, which lie in parts.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Phase } from '@allot/spec';
import { type EvaluationRow, hashFile, readEvaluationRows } from '@allot/store';
import { reportCompare } from './compare-catalog.js';

/**
 * What is kept of all rows of a mode, in the folder of that mode; each part must have the hash that its name says.
 * Diagnostics: `compare/damaged`.
 */
export async function readEvaluationParts<Kept>(
  home: string,
  keep: (row: EvaluationRow) => Kept,
): Promise<Phase<readonly Kept[]>> {
  const present = await readdir(home).catch((): string[] => []);
  const names = present.filter((name) => /^part-\d{5}\.[\da-f]{16}\.parquet$/.test(name)).sort();
  const rows: Kept[] = [];
  for (const [index, name] of names.entries()) {
    const place = join(home, name);
    const [, number, hash = ''] = /^part-(\d+)\.([\da-f]+)/.exec(name) ?? [];
    const problem =
      Number(number) !== index + 1
        ? `part ${index + 1} is missing`
        : (await hashFile(place)).sha256.startsWith(hash)
          ? undefined
          : 'its bytes are not those that were written';
    if (problem !== undefined) return [undefined, [reportCompare('compare/damaged', { place, problem })]];
    const [part, unreadable] = await readEvaluationRows(place);
    if (part === undefined) return [undefined, unreadable];
    rows.push(...part.map(keep));
  }
  if (rows.length === 0)
    return [undefined, [reportCompare('compare/damaged', { place: home, problem: 'there are none' })]];
  return [rows, []];
}
