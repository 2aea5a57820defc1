// Makes configuration entries whose origin is a setting of the plan.
import { type Plan, printOrigin } from '@allot/spec';
import type { ConfigEntry, ConfigValue } from './config-entry.js';

/** An entry whose value is that of a setting, or was computed from it. */
export type EntryFrom<Key extends string> = (
  path: string,
  key: Key,
  value: ConfigValue,
  how?: string,
) => ConfigEntry<Key>;

export const entriesFrom =
  <Key extends string>(plan: Plan): EntryFrom<Key> =>
  (path, key, value, how) => {
    const place = printOrigin(plan, path);
    const said = place === '' ? path : `${path} (${place})`;
    return { key, value, origin: how === undefined ? said : `${said}: ${how}` };
  };
