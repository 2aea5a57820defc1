// The emitted stages of a run: made by the compiler or copied from a folder, then read.
import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { EmittedEngine, Phase, Plan } from '@allot/spec';
import { flawOfFolder, readJson, sealFolder } from '@allot/store';
import { report } from './catalog.js';
import type { RuntimeHost } from './outcome.js';

/**
 * Puts the plan's emitted stages into `folder` and gives their manifest. What is there is kept where it is whole and of this plan
 * and engine; a warning where it was damaged and had to be made anew.
 */
export async function prepareEngineFolder(
  plan: Plan,
  folder: string,
  host: RuntimeHost,
  from?: string,
): Promise<Phase<EmittedEngine>> {
  if (from !== undefined && path.resolve(from) !== path.resolve(folder)) {
    const checked = await readEngineManifest(plan, from);
    if (!checked[0]) return checked;
    await cp(from, folder, { recursive: true });
    await sealFolder(folder);
    return checked;
  }
  const flaw = await flawOfFolder(folder, 'hashes');
  const present = flaw ? undefined : (await readEngineManifest(plan, folder))[0];
  if (present) return [present, []];
  if (!host.emit) return [undefined, [report('run/no-emitter', { folder })]];
  const { aside, old } = besides(folder);
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true });
  const [emitted, problems] = await host.emit(plan, aside);
  if (!emitted) return [undefined, problems];
  await sealFolder(aside);
  await rm(old, { recursive: true, force: true });
  if (existsSync(folder)) await rename(folder, old);
  await rename(aside, folder);
  return [emitted, [...problems, ...(flaw ? [report('run/stages-emitted-again', { ...flaw })] : [])]];
}

const besides = (folder: string) => ({ aside: `${folder}.tmp`, old: `${folder}.old` }) as const;

/** Puts back the stages that were replaced, where nobody has said that the new ones are kept. */
export async function restoreEngineFolder(folder: string): Promise<void> {
  const { old } = besides(folder);
  if (!existsSync(old)) return;
  await rm(folder, { recursive: true, force: true });
  await rename(old, folder);
}

/** Keeps the stages as they are now, and removes what they have replaced. */
export async function keepEngineFolder(folder: string): Promise<void> {
  for (const place of Object.values(besides(folder))) await rm(place, { recursive: true, force: true });
}

/** The manifest of stages that are whole and of this plan and engine; undefined for any others. Writes nothing. */
export async function findEngineManifest(plan: Plan, folder: string): Promise<EmittedEngine | undefined> {
  const flaw = await flawOfFolder(folder, 'hashes');
  return flaw ? undefined : (await readEngineManifest(plan, folder))[0];
}

/** The manifest in an engine folder; an error when it is missing or of another plan. */
async function readEngineManifest(plan: Plan, folder: string): Promise<Phase<EmittedEngine>> {
  const [json, problems] = await readJson(path.join(folder, 'manifest.json'));
  if (json === undefined) {
    const missing = problems.some(({ code }) => code === 'store/missing-file');
    return [undefined, missing ? [report('run/no-emitter', { folder })] : problems];
  }
  const manifest = json as EmittedEngine;
  if (manifest.planKey !== plan.key || manifest.engine !== plan.engine.name)
    return [undefined, [report('run/wrong-engine-folder', { folder })]];
  return [manifest, []];
}
