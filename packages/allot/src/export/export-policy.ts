// The policy of a checkpoint as a Hugging Face folder of its own, an adapter merged into the weights that it belongs to.
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Phase } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import { refusalOf } from '../cli/files.js';
import { openCheckpoint } from '../evaluate/open-checkpoint.js';

/** Writes all of `out` or nothing; answers the step that the policy is of. */
export async function exportPolicy(path: string, out: string): Promise<Phase<number>> {
  const [store, { decoderParameters, parseDecoderConfig }] = await Promise.all([
    import('@allot/store'),
    import('@allot/graph'),
  ]);
  if ((await readdir(out).catch(() => [])).length > 0)
    return [undefined, [reportCommand('export/folder-in-use', { folder: out })]];
  const [opened, problems] = await openCheckpoint(path);
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
    await rm(aside, { recursive: true, force: true });
    await store.writeModelFolder(aside, { config, layout, parameters, extras });
    await rename(aside, place);
    await store.syncFolder(dirname(place));
  });
  return refused ? [undefined, [...problems, refused]] : [Number(basename(checkpointDirectory)), problems];
}
