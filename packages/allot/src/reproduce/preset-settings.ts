// The settings of a preset one by one, each with where it is from.
import type { Preset, SettingOrigin } from '@allot/templates';
import type { PresetSetting } from '../documents/preset-document.js';

/** What is the preset's own, and no part of the experiment. */
const own = new Set(['kind', 'name', 'description', 'policy', 'allow', 'engine']);

export const presetSettings = ({ definition, origins }: Preset): readonly PresetSetting[] =>
  Object.entries(definition).flatMap(([key, value]) =>
    own.has(key)
      ? []
      : leavesOf(value, key).map(([path, leaf]) => ({ path, value: leaf, ...originOf(path, origins) })),
  );

/** Values that hold no others, by path; a list of plain values is one. */
export function leavesOf(value: unknown, path: string): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value) && value.some(isTree))
    return value.flatMap((part, index) => leavesOf(part, `${path}[${index}]`));
  if (!isTree(value) || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, part]) => leavesOf(part, `${path}.${key}`));
}

const isTree = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The origin of a path, or of the nearest one around it that has one. */
export function originOf(path: string, origins: Preset['origins']): SettingOrigin {
  for (let around = path; around !== ''; around = around.replace(/(?:^|\.)[^.[]+$|\[\d+\]$/, '')) {
    const origin = origins[around];
    if (origin) return origin;
  }
  throw new Error(`the setting ${path} has no origin`);
}
