// The base model of a preset: what the user brings before it can be trained.
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Diagnostic } from '@allot/spec';
import { baseModels, type Preset } from '@allot/templates';
import { reportCommand } from '../catalog.js';
import type { SettingFlags } from '../cli/plan-definition.js';
import { hasMiniature } from './miniature/miniature-flags.js';

/** `reproduce/no-base-model` where the definition in `file` finds no model folder, and no flag names another. */
export function missingBaseModel(
  { name, base, definition }: Preset,
  file: string,
  { set = [] }: Pick<SettingFlags, 'set'>,
): Diagnostic | undefined {
  const isNamed = set.some(({ path }) => path === 'policy.model' || path === 'policy');
  if (isNamed || !('model' in definition.policy)) return undefined;
  const folder = resolve(dirname(file), definition.policy.model);
  if (existsSync(folder)) return undefined;
  const instead = hasMiniature(name)
    ? ` \`allot reproduce ${name} --miniature\` has the analysis of its paper on this machine, with a policy that comes with Allot.`
    : '';
  return reportCommand('reproduce/no-base-model', { preset: name, base: baseModels[base], folder, instead });
}
