// The policy of a checkpoint as a Hugging Face folder of its own, an adapter merged into the weights that it belongs to.
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Diagnostic, Phase } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import { refusalOf } from '../cli/files.js';
import { isModel } from '../evaluate/model-plan.js';
import { openCheckpoint } from '../evaluate/open-checkpoint.js';

/** Writes all of `out` or nothing; answers the step that the policy is of. */
export async function exportPolicy(path: string, out: string): Promise<Phase<number>> {
  const [store, { decoderParameters, parseDecoderConfig }] = await Promise.all([
    import('@allot/store'),
    import('@allot/graph'),
  ]);
  const found = await whatStandsAt(out);
  if (found !== undefined) return [undefined, [reportCommand('export/folder-in-use', { place: out, found })]];
  const [opened, problems] = await openCheckpoint(path, nothingToExport(path));
  if (!opened) return [undefined, problems];
  const { run, checkpointDirectory } = opened;
  const damage = await store.verifyCheckpoint(checkpointDirectory);
  if (damage !== undefined) return [undefined, [store.brokenCheckpoint(checkpointDirectory, damage)]];
  const { config } = run.plan.settings.policy;
  const decoder = parseDecoderConfig(config).config;
  if (!decoder) throw new Error('the run has a policy that this version does not know');
  const layout = decoderParameters(decoder);
  const { policy } = store.checkpointFiles(checkpointDirectory);
  const [parameters, unread] = await store.readMergedPolicy(store.policyFolders(policy), layout);
  if (!parameters) return [undefined, [...problems, ...unread]];
  const [extras, unfound] = await store.readModelExtras(join(policy, 'tokenizer.json'));
  if (!extras) return [undefined, [...problems, ...unfound]];
  const place = resolve(out);
  const aside = `${place}.tmp`;
  const refused = await refusalOf(async () => {
    try {
      await rm(aside, { recursive: true, force: true });
      await store.writeModelFolder(aside, { config, layout, parameters, extras });
      await rename(aside, place);
      await store.syncFolder(dirname(place));
    } catch (error) {
      await rm(aside, { recursive: true, force: true }).catch(() => undefined);
      throw store.namingFile(error, out);
    }
  });
  return refused ? [undefined, [...problems, refused]] : [Number(basename(checkpointDirectory)), problems];
}

/** What would be written over, in words; undefined where nothing is. */
async function whatStandsAt(place: string): Promise<string | undefined> {
  const found = await stat(place).catch(() => undefined);
  if (found === undefined) return undefined;
  if (!found.isDirectory()) return 'a file';
  const names = await readdir(place).catch(() => []);
  return names.length > 0 ? 'a folder that is not empty' : undefined;
}

const nothingToExport = (path: string): Diagnostic =>
  reportCommand(isModel(path) ? 'export/of-model' : 'export/nothing-there', { path });
