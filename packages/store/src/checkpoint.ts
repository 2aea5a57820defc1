// Checkpoints: written aside, made durable, hashed in a manifest, then renamed.
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Diagnostic, GuardMemory, Memory, Phase } from '@allot/spec';
import { adapterWeights, policyFolders, readMergedPolicy } from './adapter.js';
import { report } from './catalog.js';
import { prettyJson, syncFolder, writeDurable } from './files.js';
import { runPaths } from './layout.js';
import { type ModelFolder, writeModelFolder } from './model-folder.js';
import { readMoments, writeMoments } from './optimizer-file.js';
import type { ParameterLayout } from './parameters.js';
import { readFormatted } from './run-directory.js';
import { type FileHashes, flawOf, hashFiles } from './sealed-folder.js';
import { shardIndex } from './weight-files.js';

export const CHECKPOINT_FORMAT = 1;

/** state.json of a checkpoint: what a resumed run needs beside weights and moments. */
export interface CheckpointState {
  readonly format: typeof CHECKPOINT_FORMAT;
  readonly step: number;
  readonly planKey: string;
  /** Optimizer steps taken. */
  readonly optimizerStep: number;
  /** Reproducible events (see `isReproducible`) that belong to the run up to this checkpoint. */
  readonly events: number;
  /** Their `digestEvents`; absent in checkpoints of earlier versions. */
  readonly eventsDigest?: string;
  /** Written between two planned checkpoints, by an interruption or a stage run alone; removed after the next planned one. */
  readonly interim: boolean;
  /** What the run remembers for its shapes, after this step. */
  readonly memory: Memory;
  /** Optimizer steps that were skipped one after the other, up to this step; absent: none. */
  readonly skippedInRow?: number;
  /** What its guards judge by, after this step; absent: it has none. */
  readonly guards?: GuardMemory;
}

const stateMembers = {
  step: 'number',
  planKey: 'string',
  optimizerStep: 'number',
  events: 'number',
  memory: 'object',
} as const;

/** A checkpoint's content; vectors are flat, in the layout's order. */
export interface Checkpoint {
  readonly state: CheckpointState;
  readonly model: ModelFolder;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

interface CheckpointManifest {
  readonly format: typeof CHECKPOINT_FORMAT;
  readonly step: number;
  readonly files: FileHashes;
}

/** Commits a checkpoint; replaces one of the same step. File system errors are thrown. */
export const writeCheckpoint = (run: string, { state, model, ...moments }: Checkpoint): Promise<string> =>
  commitCheckpointFiles(run, state.step, async ({ policy, optimizer }) => {
    const { optimizerStep } = state;
    await writeModelFolder(policy, model);
    await writeMoments(optimizer, model.layout, { ...moments, optimizerStep });
    return state;
  });

/** Where the files of a checkpoint are written. */
export interface CheckpointFiles {
  /** A Hugging Face folder, or an adapter to that of checkpoint 0. */
  readonly policy: string;
  readonly optimizer: string;
}

/** Commits what `write` puts into the files, which must be durable, with the state it gives. */
export async function commitCheckpointFiles(
  run: string,
  step: number,
  write: (files: CheckpointFiles) => Promise<CheckpointState>,
): Promise<string> {
  const { checkpoints, checkpoint: folderOf } = runPaths(run);
  const folder = folderOf(step);
  const aside = `${folder}.tmp`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true });
  try {
    const state = await write(checkpointFiles(aside));
    await writeDurable(path.join(aside, 'state.json'), prettyJson(state));
    const files = await hashFiles(aside, 'manifest.json');
    const manifest: CheckpointManifest = { format: CHECKPOINT_FORMAT, step, files };
    await writeDurable(path.join(aside, 'manifest.json'), prettyJson(manifest));
    await syncFolder(path.join(aside, 'policy'));
    await syncFolder(aside);
    await replaceFolder(aside, folder);
    await syncFolder(checkpoints);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

/** The weights and the optimizer of a checkpoint folder. */
export const checkpointFiles = (folder: string): CheckpointFiles => ({
  policy: path.join(folder, 'policy'),
  optimizer: path.join(folder, 'optimizer.safetensors'),
});

async function replaceFolder(from: string, to: string): Promise<void> {
  const old = `${to}.old`;
  await rm(old, { recursive: true, force: true });
  await rename(to, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(from, to);
  await rm(old, { recursive: true, force: true });
}

/** What is wrong with a checkpoint folder; undefined when every file agrees with its manifest. */
export async function verifyCheckpoint(folder: string): Promise<string | undefined> {
  try {
    const manifest = JSON.parse(
      await readFile(path.join(folder, 'manifest.json'), 'utf8'),
    ) as CheckpointManifest;
    if (manifest.format !== CHECKPOINT_FORMAT)
      return `its manifest has ${Number.isSafeInteger(manifest.format) ? `format ${manifest.format}` : 'a format that is no whole number'}`;
    const names = Object.keys(manifest.files);
    const weights = ['policy/model.safetensors', `policy/${shardIndex}`, `policy/${adapterWeights}`];
    if (!names.includes('state.json') || !weights.some((file) => names.includes(file)))
      return 'its manifest is damaged';
    for (const name of names) {
      if (name.split('/').includes('..') || path.isAbsolute(name)) return `its manifest names ${name}`;
      const problem = await flawOf(folder, name, manifest.files, 'hashes');
      if (problem !== undefined) return `${name} ${problem}`;
    }
    return await verifyBase(folder);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return 'its manifest is damaged';
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'manifest.json is missing';
    if (code === 'EISDIR') return 'manifest.json is a folder';
    throw error;
  }
}

/** What is wrong with the checkpoint whose weights an adapter belongs to. */
async function verifyBase(folder: string): Promise<string | undefined> {
  const { policy, adapter } = policyFolders(checkpointFiles(folder).policy);
  const problem = adapter === undefined ? undefined : await verifyCheckpoint(path.dirname(policy));
  return problem && `that of the base policy is not: ${problem}`;
}

/** Puts back a checkpoint whose replacement was cut short by a kill, and removes what else one left behind. */
export async function recoverCheckpoints(run: string): Promise<void> {
  const { checkpoints } = runPaths(run);
  const names = new Set(await readdir(checkpoints).catch(() => []));
  for (const name of names) {
    const place = path.join(checkpoints, name);
    const original = name.replace(/\.old$/, '');
    if (name.endsWith('.old') && !names.has(original)) await rename(place, path.join(checkpoints, original));
    else if (name.endsWith('.old') || name.endsWith('.tmp'))
      await rm(place, { recursive: true, force: true });
  }
}

/** Steps of all checkpoint folders, ascending, whether intact or not. */
export async function listCheckpoints(run: string): Promise<number[]> {
  const names = await readdir(runPaths(run).checkpoints).catch(() => []);
  return names
    .filter((name) => /^\d{6,}$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

/** The error of a checkpoint that another version has written: older ones must not be taken in its place. */
async function otherVersion(folder: string): Promise<Diagnostic | undefined> {
  const file = path.join(folder, 'manifest.json');
  const [, [problem]] = await readFormatted(file, CHECKPOINT_FORMAT, {});
  return problem?.code === 'store/future-format' || problem?.code === 'store/past-format'
    ? problem
    : undefined;
}

/** The newest checkpoint whose files agree with its manifest; a warning for each newer one that is not intact, an error for one of another version. */
export async function latestIntactCheckpoint(run: string): Promise<Phase<{ step: number; folder: string }>> {
  const diagnostics: Diagnostic[] = [];
  for (const step of (await listCheckpoints(run)).reverse()) {
    const folder = runPaths(run).checkpoint(step);
    const other = await otherVersion(folder);
    if (other) return [undefined, [...diagnostics, other]];
    const problem = await verifyCheckpoint(folder);
    if (problem === undefined) return [{ step, folder }, diagnostics];
    diagnostics.push(report('store/broken-checkpoint', { checkpoint: folder, problem }));
  }
  return [undefined, [...diagnostics, report('store/no-checkpoint', { folder: run })]];
}

/** The error for a checkpoint that was asked for by name and is not intact. */
export const brokenCheckpoint = (checkpoint: string, problem: string): Diagnostic => ({
  ...report('store/broken-checkpoint', { checkpoint, problem }),
  severity: 'error',
  help: 'Name another checkpoint of the run.',
});

export interface LoadedCheckpoint {
  readonly state: CheckpointState;
  readonly parameters: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

/** What a resumed run needs beside weights and moments. */
export const readCheckpointState = (folder: string): Promise<Phase<CheckpointState>> =>
  readFormatted<CheckpointState>(path.join(folder, 'state.json'), CHECKPOINT_FORMAT, stateMembers);

/** Weights, moments and state of a checkpoint folder. */
export async function readCheckpoint(
  folder: string,
  layout: ParameterLayout,
): Promise<Phase<LoadedCheckpoint>> {
  const [state, unread] = await readCheckpointState(folder);
  const { policy, optimizer } = checkpointFiles(folder);
  const [parameters, problems] = await readMergedPolicy(policyFolders(policy), layout);
  const [moments, more] = await readMoments(optimizer, layout);
  if (state && parameters && moments) return [{ state, parameters, ...moments }, []];
  return [undefined, [...unread, ...problems, ...more]];
}

/**
 * Deletes checkpoints that are no longer needed, after the one of `newest` was committed: interim ones and the oldest beyond `keep` (0 keeps all). The base policy's and the newest always stay.
 */
export async function pruneCheckpoints(
  run: string,
  { newest, keep, interim }: { newest: number; keep: number; interim: (step: number) => boolean },
): Promise<void> {
  const { checkpoint } = runPaths(run);
  const steps = (await listCheckpoints(run)).filter((step) => step !== 0 && step < newest);
  const gone = steps.filter(interim);
  const kept = steps.filter((step) => !interim(step));
  if (keep > 0) gone.push(...kept.slice(0, Math.max(0, kept.length - (keep - 1))));
  for (const step of gone) await rm(checkpoint(step), { recursive: true, force: true });
}
