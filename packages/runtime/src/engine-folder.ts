// The emitted stages of a run: made by the compiler or copied from a folder, then read.
import { cp, mkdir, rm } from 'node:fs/promises';
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
  const [present] = flaw ? [undefined] : await readEngineManifest(plan, folder);
  if (present) return [present, []];
  if (!host.emit) return [undefined, [report('run/no-emitter', { folder })]];
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const [emitted, problems] = await host.emit(plan, folder);
  if (!emitted) return [undefined, problems];
  await sealFolder(folder);
  return [emitted, [...problems, ...(flaw ? [report('run/stages-emitted-again', { ...flaw })] : [])]];
}

/** The manifest in an engine folder; an error when it is missing or of another plan. */
export async function readEngineManifest(plan: Plan, folder: string): Promise<Phase<EmittedEngine>> {
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
