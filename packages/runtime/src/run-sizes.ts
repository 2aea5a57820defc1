// Sizes that a run has picked, by device: it goes on with them, so that a resumed run adds in the same order.
import { rm } from 'node:fs/promises';
import type { BatchSizes } from '@allot/spec';
import { prettyJson, readJson, runPaths, writeWhole } from '@allot/store';

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

async function read(run: string): Promise<SizesFile> {
  const [file] = await readJson(runPaths(run).sizes);
  return (file as SizesFile | undefined) ?? {};
}
