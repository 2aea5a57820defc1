// pilot.json and pilot.parquet: what a pilot measured, and the responses that it measured it on.
import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isObject, type Phase, type Pilot, parseStrictJson } from '@allot/spec';
import { report } from './catalog.js';
import { fileDiagnostic } from './file-errors.js';
import { makeFolder, prettyJson, writeWhole } from './files.js';
import { otherFormat } from './run-directory.js';
import { syncFile } from './sync-files.js';
import type { EvaluationRow } from './trajectory-columns.js';
import { writeEvaluationRows } from './trajectory-files.js';

const files = (folder: string) => ({
  json: path.join(folder, 'pilot.json'),
  rows: path.join(folder, 'pilot.parquet'),
});

/** Where a pilot is kept, beside the definitions that may share it: by what it depends on. */
export const pilotFolder = (folder: string, key: string): string =>
  path.join(folder, 'pilots', key.slice(0, 12));

/** The pilot with a key that is kept beside a definition; null where there is none, or it is another's. */
export async function findPilot(folder: string, key: string): Promise<Phase<Pilot | null>> {
  const [pilot, problems] = await readPilot(pilotFolder(folder, key));
  return pilot === undefined ? [undefined, problems] : [pilot?.key === key ? pilot : null, problems];
}

/** Writes both files, pilot.json last: where it stands, both are whole. File system errors are thrown. */
export async function writePilot(
  folder: string,
  pilot: Pilot,
  rows: readonly EvaluationRow[],
): Promise<void> {
  await makeFolder(folder);
  await writeEvaluationRows(files(folder).rows, rows);
  await syncFile(files(folder).rows);
  await writeWhole(files(folder).json, prettyJson(pilot), { durable: true });
}

/** Copies a pilot into another folder, `pilot` being what pilot.json says there. File system errors are thrown. */
export async function copyPilot(from: string, to: string, pilot: Pilot): Promise<void> {
  await copyFile(files(from).rows, files(to).rows);
  await syncFile(files(to).rows);
  await writeWhole(files(to).json, prettyJson(pilot), { durable: true });
}

/** The pilot in a folder; null where there is none. Diagnostics: `store/malformed-file`, and those of reading files. */
export async function readPilot(folder: string): Promise<Phase<Pilot | null>> {
  const file = files(folder).json;
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [null, []];
    const diagnostic = fileDiagnostic(error, 'read', file);
    if (!diagnostic) throw error;
    return [undefined, [diagnostic]];
  }
  const parsed = parseStrictJson(bytes);
  const other = 'value' in parsed && isObject(parsed.value) && otherFormat(parsed.value, file, 1);
  if (other) return [undefined, [other]];
  const problem = 'problem' in parsed ? parsed.problem : flawOf(parsed.value);
  if (problem !== undefined) return [undefined, [report('store/malformed-file', { file, problem })]];
  return [(parsed as { readonly value: Pilot }).value, []];
}

const numbers = ['problems', 'rollouts', 'solveRate', 'meanTokens', 'truncatedShare'];

/** What is wrong with a pilot, as a clause. */
function flawOf(value: unknown): string | undefined {
  if (!isObject(value)) return 'it is no group of settings';
  if (typeof value.key !== 'string' || typeof value.dataset !== 'string')
    return 'it does not say what it measured';
  const odd = numbers.find((name) => typeof value[name] !== 'number');
  if (odd !== undefined) return `its ${odd} is no number`;
  if (!Array.isArray(value.difficulty) || !value.difficulty.every(isObject))
    return 'its difficulty is no list';
  return isLengths(value.lengths) ? undefined : 'its lengths are not whole numbers that ascend';
}

const isLengths = (lengths: unknown): boolean =>
  Array.isArray(lengths) &&
  lengths.every((one: unknown, index) => {
    if (!isObject(one)) return false;
    const before: unknown = lengths[index - 1];
    const counts = [one.tokens, one.right, one.wrong];
    const whole = counts.every((count) => Number.isSafeInteger(count) && (count as number) >= 0);
    return whole && (!isObject(before) || (before.tokens as number) < (one.tokens as number));
  });
