// A preset by its name.
import type { Phase } from '@allot/spec';
import { type Preset, presets } from '@allot/templates';
import { reportCommand } from '../catalog.js';
import { nearest } from '../cli/nearest.js';

/** Diagnostics: `reproduce/unknown-preset`. */
export function findPreset(name: string): Phase<Preset> {
  const all: readonly Preset[] = Object.values(presets);
  const found = all.find((preset) => preset.name === name);
  if (found) return [found, []];
  const close = nearest(
    name,
    all.map((preset) => preset.name),
  );
  const meant = close === undefined ? '' : `Did you mean ${close}? `;
  return [undefined, [reportCommand('reproduce/unknown-preset', { name, meant })]];
}
