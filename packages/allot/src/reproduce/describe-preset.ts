// Everything there is to say about a preset, as data.
import { baseModels, type Preset } from '@allot/templates';
import type { PresetDocument } from '../documents/preset-document.js';
import type { ListedPreset } from '../documents/presets-document.js';
import { engineOf, enginesOf } from './engines-of.js';
import { presetSettings } from './preset-settings.js';
import { tokensSaved } from './tokens-saved.js';

export function listedPreset(preset: Preset): ListedPreset {
  const { name, method, title, paper, base, missing } = preset;
  const saved = tokensSaved(preset);
  return {
    name,
    method,
    title,
    paper,
    base: baseModels[base],
    engines: enginesOf(preset),
    faithful: missing.length === 0,
    ...(saved !== undefined && { tokensSaved: saved }),
  };
}

export function describePreset(preset: Preset): PresetDocument {
  const { definition, refusedBy, unstated, missing, published } = preset;
  return {
    format: 1,
    ...listedPreset(preset),
    refusedBy,
    engine: engineOf(preset),
    settings: presetSettings(preset),
    allow: definition.allow ?? {},
    unstated,
    missing,
    published,
  };
}
