// One key of the configuration of the program that trains: its value, and where that came from.

export type ConfigValue = string | number | boolean | null | readonly ConfigValue[] | ConfigGroup;
export interface ConfigGroup {
  readonly [key: string]: ConfigValue;
}

export interface ConfigEntry<Key extends string = string> {
  /** Path in the configuration, dotted where it is nested. */
  readonly key: Key;
  readonly value: ConfigValue;
  /** Setting of the definition with its place, or the reason. */
  readonly origin: string;
}
