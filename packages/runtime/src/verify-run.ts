// What a run looks at before it goes on: that its inputs are what they were, and what is lost of its steps.
import { existsSync } from 'node:fs';
import type { Diagnostic, RunEvent } from '@allot/spec';
import { type Flaw, flawOfFile, flawOfFolder, runPaths, verifyCheckpoint } from '@allot/store';
import { report } from './catalog.js';
import { RunFailure } from './run-failure.js';

/** Throws a RunFailure where the tokenizer or a dataset of the run is not what it was. */
export async function requireInputs(run: string): Promise<void> {
  const flaw = await flawOfFolder(runPaths(run).inputs, 'hashes');
  if (flaw) throw new RunFailure([report('run/damaged-input', { ...flaw })]);
}

/** Throws a RunFailure where a file that a stage reads is not what it was. */
export async function requireFile(file: string): Promise<void> {
  const problem = await flawOfFile(file);
  if (problem !== undefined) throw new RunFailure([report('stage/damaged-input', { file, problem })]);
}

/** Throws a RunFailure where the base policy, which an objective compares with, is not what it was. */
export async function requireBasePolicy(run: string): Promise<void> {
  const checkpoint = runPaths(run).checkpoint(0);
  const problem = await verifyCheckpoint(checkpoint);
  if (problem !== undefined) throw new RunFailure([report('run/damaged-base', { checkpoint, problem })]);
}

/**
 * A warning where files of the steps and evaluations in the log are missing, or shorter or longer than they were. Their bytes are
 * not read, so that this is quick.
 */
export async function lostRecords(run: string, events: readonly RunEvent[]): Promise<readonly Diagnostic[]> {
  const flaws: Flaw[] = [];
  for (const folder of foldersOf(run, events)) {
    const flaw = existsSync(folder)
      ? await flawOfFolder(folder, 'sizes')
      : { file: folder, problem: 'is missing' };
    if (flaw) flaws.push(flaw);
  }
  const [first] = flaws;
  return first ? [report('run/lost-records', { ...first, count: flaws.length })] : [];
}

function foldersOf(run: string, events: readonly RunEvent[]): Set<string> {
  const paths = runPaths(run);
  const folders = events.flatMap(({ type, step }) => {
    if (type === 'step-completed') return [paths.step(step)];
    return type === 'evaluation-completed' ? [paths.evaluation(step)] : [];
  });
  return new Set(folders);
}
