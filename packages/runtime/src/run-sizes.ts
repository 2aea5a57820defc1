// Sizes that a run has picked, by device: it goes on with them, so that a resumed run adds in the same order.
import { rm } from 'node:fs/promises';
import { type BatchSizes, isObject } from '@allot/spec';
import { prettyJson, readJson, runPaths, writeWhole } from '@allot/store';
import { report } from './catalog.js';
import { RunFailure } from './run-failure.js';

type SizesFile = Readonly<Record<string, BatchSizes>>;

/** Undefined where none were picked on this device. */
export const readSizes = async (run: string, device: string): Promise<BatchSizes | undefined> =>
  (await read(run))[device];

export async function keepSizes(run: string, device: string, sizes: BatchSizes): Promise<void> {
  const known = await read(run);
  if (known[device] === undefined)
    await writeWhole(runPaths(run).sizes, prettyJson({ ...known, [device]: sizes }));
}

/** With other settings, other sizes may be right. */
export const forgetSizes = (run: string): Promise<void> => rm(runPaths(run).sizes, { force: true });

/** Throws a RunFailure where the file is not what was written: with other sizes the run would add in another order. */
async function read(run: string): Promise<SizesFile> {
  const file = runPaths(run).sizes;
  const [sizes, [problem]] = await readJson(file);
  if (problem?.code === 'store/missing-file') return {};
  if (isObject(sizes) && Object.values(sizes).every(isSizes)) return sizes as SizesFile;
  throw new RunFailure([report('run/damaged-sizes', { file })]);
}

const isSizes = (sizes: unknown): boolean =>
  isObject(sizes) && [sizes.tokensPerMicrobatch, sizes.cacheTokens].every(Number.isSafeInteger);
