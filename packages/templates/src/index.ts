// Reward, advantage and credit templates, one method a file, with its formula and source; and presets, which are published runs.
export { advantages, credits, rewards, templates } from './library.js';
export { notation } from './notation.js';
export { presets } from './presets/library.js';
export {
  type BaseModel,
  baseModels,
  type EngineName,
  type Paper,
  type Preset,
  type PublishedResult,
  type PublishedTable,
} from './presets/preset.js';
export type { SettingOrigin, SettingOrigins, SettingSource } from './presets/stated.js';
export { defineTemplate, type TemplateFunction, type TemplateValues } from './template.js';
