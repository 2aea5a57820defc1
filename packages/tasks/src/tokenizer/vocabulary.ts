// Checks the token ids of a tokenizer.json before anything is built of them.
import { isObject } from '@allot/spec';
import type { JsonObject } from './json.js';

/** More tokens than any model has: what lies above would only fill memory. */
const MOST_IDS = 1 << 24;

/** What is wrong with the vocabulary, merges and added tokens; undefined where nothing is. */
export function findMalformed({ model, added_tokens: added }: JsonObject): string | undefined {
  if (!isObject(model) || !isObject(model.vocab)) return 'it has no "model" with a "vocab"';
  const { vocab, merges } = model;
  const ids = Object.values(vocab);
  if (ids.length === 0) return 'its vocabulary is empty';
  if (!ids.every(isTokenId)) return 'its token ids are not whole numbers';
  if (new Set(ids).size < ids.length) return 'two of its tokens have the same id';
  if (model.type === undefined || model.type === 'BPE') {
    if (!Array.isArray(merges)) return 'its model has no list of "merges"';
    const wrong = merges.find((merge) => !isMerge(merge));
    if (wrong !== undefined) return `one of its merges is ${printBriefly(wrong)}, not two texts`;
  }
  if (added === undefined || added === null) return undefined;
  if (!Array.isArray(added)) return 'its "added_tokens" are no list';
  const token = added.find((one) => !isAddedToken(one)) as unknown;
  return token === undefined ? undefined : `one of its added tokens is ${printBriefly(token)}`;
}

const isTokenId = (id: unknown): boolean => Number.isInteger(id) && Number(id) >= 0 && Number(id) < MOST_IDS;

const isMerge = (merge: unknown): boolean =>
  typeof merge === 'string'
    ? merge.includes(' ')
    : Array.isArray(merge) && merge.length === 2 && merge.every((half) => typeof half === 'string');

const isAddedToken = (token: unknown): boolean =>
  isObject(token) && typeof token.content === 'string' && token.content !== '' && isTokenId(token.id);

const printBriefly = (value: unknown): string => String(JSON.stringify(value)).slice(0, 60);
