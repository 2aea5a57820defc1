// All presets: published runs that `allot reproduce` lists.
import { hbpo, hbpoDeepscaler, hbpoReleased } from './hbpo.js';
import type { Preset } from './preset.js';

/** Published runs: `definePipeline({ ...presets.hbpo.definition, seed: 2 })`. */
export const presets = {
  hbpo,
  hbpoDeepscaler,
  hbpoReleased,
} as const satisfies Readonly<Record<string, Preset>>;
