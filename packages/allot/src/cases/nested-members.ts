// Members of a row that are lists or objects: tokens of the response, signals, cells of the memory.
import { isTokenField, type SignalRead, type TokenField } from '@allot/spec';
import { readField } from './case-fields.js';
import type { RowMistakes } from './row-mistakes.js';

export interface NestedRequest {
  readonly tokenFields: readonly TokenField[];
  readonly signals: readonly SignalRead[];
  /** Whether statistics over tokens are read, so that there must be some to count. */
  readonly tokens: boolean;
  /** Cells that a row may give a value of its own. */
  readonly cells: readonly string[];
}

export interface NestedMembers {
  /** By name, one number a token. */
  readonly tokens: Readonly<Record<string, readonly number[]>>;
  readonly tokenCount: number;
  readonly signals: Readonly<Record<string, number>>;
  readonly tokenSignals: Readonly<Record<string, readonly number[]>>;
  /** Only those that the row gives. */
  readonly state: Readonly<Record<string, number>>;
}

type Members = Readonly<Record<string, unknown>>;

/**
 * `"response": {"logProbability": [...]}`, `"signals": {...}`, `"tokenSignals": {"needed": [...]}`, `"state": {...}`. Of the tokens,
 * `index` follows from their place, `thinking` from `thinkingTokens` (all of them without it), and `segmentIndex` is 0.
 */
export function readNested(
  row: Members,
  { tokenFields, signals, tokens, cells }: NestedRequest,
  thinkingTokens: number | undefined,
  mistakes: RowMistakes,
): NestedMembers {
  const response = members(row, 'response', mistakes);
  const tokenSignals = members(row, 'tokenSignals', mistakes);
  const names = new Set([...tokenFields, ...Object.keys(response).filter(isTokenField)]);
  const columns: Record<string, readonly number[]> = {};
  let count: number | undefined;
  const list = (owner: string, name: string, value: unknown, read: (one: unknown) => number | undefined) => {
    const values = Array.isArray(value) ? value.map(read) : [];
    const sound = Array.isArray(value) && values.every((one) => one !== undefined);
    if (!sound || (count !== undefined && values.length !== count)) {
      const length = count === undefined ? '' : ` with ${count} members, as the others have`;
      mistakes.wrongValue(owner, value, `a list for "${name}"${length}`);
      return [];
    }
    count = values.length;
    return values as number[];
  };
  for (const name of names)
    if (response[name] !== undefined)
      columns[name] = list('response', name, response[name], (one) => readField(name, one));
  const given: Record<string, readonly number[]> = {};
  const own: Record<string, number> = {};
  const numbers = signals.some(({ per }) => per === 'response') ? members(row, 'signals', mistakes) : {};
  for (const { name, per } of signals) {
    if (per === 'token') {
      if (tokenSignals[name] === undefined) mistakes.missing(`tokenSignals.${name}`);
      else given[name] = list('tokenSignals', name, tokenSignals[name], finite);
    } else {
      const value = finite(numbers[name]);
      if (numbers[name] === undefined) mistakes.missing(`signals.${name}`);
      else if (value === undefined) mistakes.wrongValue('signals', numbers[name], `a number for "${name}"`);
      else own[name] = value;
    }
  }
  for (const name of tokenFields) {
    if (columns[name]) continue;
    if (name === 'logProbability') mistakes.missing('response.logProbability');
    columns[name] = Array.from({ length: count ?? 0 }, (_, place) =>
      name === 'index'
        ? place
        : name === 'thinking'
          ? Number(place < (thinkingTokens ?? Number.POSITIVE_INFINITY))
          : 0,
    );
  }
  if (tokens && count === undefined) mistakes.missing('response');
  return {
    tokens: columns,
    tokenCount: count ?? 0,
    signals: own,
    tokenSignals: given,
    state: cells.length > 0 ? readState(row, cells, mistakes) : {},
  };
}

function readState(row: Members, cells: readonly string[], mistakes: RowMistakes): Record<string, number> {
  const state: Record<string, number> = {};
  for (const [name, value] of Object.entries(members(row, 'state', mistakes))) {
    if (!cells.includes(name)) {
      const known = cells.map((cell) => `"${cell}"`).join(', ');
      mistakes.wrongValue('state', name, `an object with cells of the shape (${known})`);
      continue;
    }
    const number = finite(value);
    if (number === undefined) mistakes.wrongValue('state', value, `a number for "${name}"`);
    else state[name] = number;
  }
  return state;
}

function members(row: Members, name: string, mistakes: RowMistakes): Members {
  const value = row[name];
  if (value === undefined) return {};
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
  mistakes.wrongValue(name, value, 'an object');
  return {};
}

const finite = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
