// One key of verl's configuration: its value, and where that came from.

import type { VerlKey } from './verl-keys.js';

export type ConfigValue = string | number | boolean | null | readonly ConfigValue[] | ConfigGroup;
export interface ConfigGroup {
  readonly [key: string]: ConfigValue;
}

export interface ConfigEntry {
  /** Dotted path in verl's configuration. */
  readonly key: VerlKey;
  readonly value: ConfigValue;
  /** Setting of the definition with its place, or the reason. */
  readonly origin: string;
}
