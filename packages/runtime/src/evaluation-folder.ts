// An evaluation kept on disk: what was evaluated, and its trajectories in parts, so that it can be stopped and gone on with.
import { existsSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  canonicalJson,
  type DifficultyRanges,
  type EvaluationResult,
  type Json,
  type Phase,
  sha256,
} from '@allot/spec';
import {
  type EvaluationRow,
  hashFile,
  makeFolder,
  prettyJson,
  readEvaluationRows,
  readFormatted,
  writeEvaluationRows,
  writeWhole,
} from '@allot/store';
import { report } from './catalog.js';
import type { EvaluationModeName } from './outcome.js';
import { RunFailure } from './run-failure.js';

/** Of evaluation.json and results.json. */
export const EVALUATION_FORMAT = 1;

/** What makes two evaluations the same, but for their modes: policy, problems, prompts, sampling, grading. */
export type EvaluationIdentity = Readonly<Record<string, Json>>;

export interface EvaluationFolder {
  readonly path: string;
  /** The rows of a part, from 0, that is done; a part that cannot be read is done anew. */
  readonly read: (mode: EvaluationModeName, part: number) => Promise<readonly EvaluationRow[] | undefined>;
  readonly write: (mode: EvaluationModeName, part: number, rows: readonly EvaluationRow[]) => Promise<void>;
  /** Writes what came out, and the levels of difficulty, beside what was evaluated. */
  readonly finish: (results: readonly EvaluationResult[], difficulty: DifficultyRanges) => Promise<void>;
}

/** A folder name's end that tells evaluations apart. */
export const shortKey = (identity: EvaluationIdentity): string => sha256(canonicalJson(identity)).slice(0, 8);

/** Makes the folder or goes on with it. Diagnostics: `evaluate/other-evaluation`, `evaluate/folder-in-use`. Rejects as `fs` does where it cannot be written. */
export async function openEvaluationFolder(
  folder: string,
  identity: EvaluationIdentity,
): Promise<Phase<EvaluationFolder>> {
  const about = path.join(folder, 'evaluation.json');
  if (existsSync(about)) {
    const [found, damaged] = await readFormatted<EvaluationIdentity>(about, EVALUATION_FORMAT, {});
    if (found === undefined) return [undefined, damaged];
    const differs = differences(found, identity);
    if (differs.length > 0)
      return [undefined, [report('evaluate/other-evaluation', { folder, differs: differs.join(', ') })]];
  } else {
    await makeFolder(folder);
    // A kill may have left the file that was being written.
    const others = (await readdir(folder)).filter((name) => name !== 'evaluation.json.tmp');
    if (others.length > 0) return [undefined, [report('evaluate/folder-in-use', { folder })]];
    await writeWhole(about, prettyJson(identity));
  }
  return [
    {
      path: folder,
      async read(mode, part) {
        const [name] = (await namesIn(path.join(folder, mode))).filter((one) =>
          one.startsWith(partName(part)),
        );
        if (name === undefined) return undefined;
        const at = path.join(folder, mode, name);
        if (name !== wholeName(part, (await hashFile(at)).sha256)) return undefined;
        const [rows] = await readEvaluationRows(at);
        return rows;
      },
      async write(mode, part, rows) {
        const home = path.join(folder, mode);
        await makeFolder(home);
        const before = (await namesIn(home)).filter((one) => one.startsWith(partName(part)));
        for (const name of before) await rm(path.join(home, name));
        const aside = path.join(home, 'unnamed');
        await writeEvaluationRows(aside, rows);
        await rename(aside, path.join(home, wholeName(part, (await hashFile(aside)).sha256)));
      },
      async finish(results, difficulty) {
        const json = path.join(folder, 'results.json');
        const kept = (await resultsBefore(json)).filter(
          ({ mode }) => !results.some((one) => one.mode === mode),
        );
        await writeWhole(
          json,
          prettyJson({ format: EVALUATION_FORMAT, difficulty, results: [...kept, ...results] }),
        );
      },
    },
    [],
  ];
}

const partName = (part: number): string => `part-${String(part + 1).padStart(5, '0')}.`;

/** The name of a part has the beginning of its hash, so that damage is seen. */
const wholeName = (part: number, hash: string): string => `${partName(part)}${hash.slice(0, 16)}.parquet`;

const namesIn = (home: string): Promise<readonly string[]> => readdir(home).catch(() => []);

const differences = (found: EvaluationIdentity, wanted: EvaluationIdentity): readonly string[] =>
  [...new Set([...Object.keys(found), ...Object.keys(wanted)])].filter(
    (name) => canonicalJson(found[name] ?? null) !== canonicalJson(wanted[name] ?? null),
  );

/** The results of modes that were evaluated before. Throws a RunFailure where another version wrote them; damaged ones are done without. */
async function resultsBefore(file: string): Promise<readonly EvaluationResult[]> {
  if (!existsSync(file)) return [];
  const [json, problems] = await readFormatted<{ readonly results?: unknown }>(file, EVALUATION_FORMAT, {});
  if (problems.some(({ code }) => code === 'store/future-format')) throw new RunFailure(problems);
  const { results } = json ?? {};
  return Array.isArray(results) ? (results as EvaluationResult[]) : [];
}
