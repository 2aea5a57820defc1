// Fills in what a definition leaves out, and records where every value came from.

import { availableParallelism } from 'node:os';
import type { Origin } from '@allot/spec';
import { type Path, printPath, valueAt } from '../path.js';
import { memberSchema, rootSchema, type Schema } from './schema.js';

/** Origin of every value, by printed path: scalars, empty lists and empty groups. */
export type Origins = Map<string, Origin>;

export interface Filled {
  readonly value: Readonly<Record<string, unknown>>;
  readonly origins: Origins;
}

/**
 * The definition with the schema's defaults and the values that follow from others. Members come in the
 * schema's order, whatever the order they were written in. `originOf` tells where a written value stands.
 */
export function fillDefaults(value: object, originOf: (path: Path) => Origin): Filled {
  const origins: Origins = new Map();
  const filled = fill(value, rootSchema(value), [], originOf, origins) as Record<string, unknown>;
  deriveValues(filled, origins);
  return { value: filled, origins };
}

type OriginOf = (path: Path) => Origin;

const byDefault: OriginOf = () => ({ from: 'default' });

function fill(value: unknown, schema: Schema, path: Path, originOf: OriginOf, origins: Origins): unknown {
  if (Array.isArray(value)) {
    if (value.length === 0) origins.set(printPath(path), originOf(path));
    return value.map((item, index) =>
      fill(item, memberSchema(schema, index, item) ?? {}, [...path, index], originOf, origins),
    );
  }
  if (typeof value === 'object' && value !== null)
    return fillMembers(value as Readonly<Record<string, unknown>>, schema, path, originOf, origins);
  origins.set(printPath(path), originOf(path));
  return value;
}

function fillMembers(
  value: Readonly<Record<string, unknown>>,
  schema: Schema,
  path: Path,
  originOf: OriginOf,
  origins: Origins,
): Record<string, unknown> {
  const named = Object.keys(schema.properties ?? {});
  const names = [...named, ...Object.keys(value).filter((name) => !named.includes(name))];
  const entries: [string, unknown][] = [];
  for (const name of names) {
    const at = [...path, name];
    const written = Object.hasOwn(value, name);
    const member = written ? value[name] : schema.properties?.[name]?.default;
    if (member === undefined) continue;
    const inner = memberSchema(schema, name, member) ?? {};
    entries.push([name, fill(member, inner, at, written ? originOf : byDefault, origins)]);
  }
  if (entries.length === 0) origins.set(printPath(path), originOf(path));
  // Rules look datasets and other things up by names that users chose: `constructor` is none of them by itself.
  return Object.setPrototypeOf(Object.fromEntries(entries), null) as Record<string, unknown>;
}

/** Defaults that follow from other settings. Settings of the wrong form are left as they are. */
function deriveValues(filled: Record<string, unknown>, origins: Origins): void {
  const derive = (at: Path, value: unknown, rule: string): void => {
    const owner = valueAt(filled, at.slice(0, -1));
    const name = at.at(-1) as string;
    if (!isGroup(owner) || value === undefined || Object.hasOwn(owner, name)) return;
    owner[name] = value;
    origins.set(printPath(at), { from: 'derived', rule });
  };
  const maxTokens = valueAt(filled, ['response', 'maxTokens']);
  const reasoningClose = valueAt(filled, ['response', 'reasoningClose']);
  const tiers = Array.isArray(filled.tiers) ? filled.tiers : [];
  for (const index of tiers.keys()) {
    derive(['tiers', index, 'prefill'], '', 'no prefill');
    derive(['tiers', index, 'cap'], maxTokens, 'response.maxTokens');
    if (valueAt(filled, ['tiers', index, 'thinkingCap']) !== undefined)
      derive(['tiers', index, 'closing'], reasoningClose, 'response.reasoningClose');
  }
  const guards = Array.isArray(filled.guards) ? filled.guards : [];
  for (const index of guards.keys())
    derive(['guards', index, 'name'], valueAt(filled, ['guards', index, 'kind']), 'its kind');
  const promptsPerStep = valueAt(filled, ['training', 'promptsPerStep']);
  derive(['pilot', 'dataset'], valueAt(filled, ['training', 'dataset']), 'training.dataset');
  derive(['training', 'promptsPerMinibatch'], promptsPerStep, 'training.promptsPerStep');
  derive(['evaluation', 'maxTokens'], maxTokens, 'response.maxTokens');
  const processes = valueAt(filled, ['engine', 'processes']);
  if (valueAt(filled, ['engine', 'name']) === 'torch')
    derive(
      ['engine', 'workers'],
      processes ?? 1,
      processes === undefined ? 'the torch engine is one process' : 'engine.processes',
    );
  else derive(['engine', 'workers'], Math.min(4, availableParallelism()), 'one a core, at most 4');
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
