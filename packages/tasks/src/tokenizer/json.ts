// What the files of a tokenizer hold, looked at without trust.
import { isObject } from '@allot/spec';

export type JsonObject = Readonly<Record<string, unknown>>;

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A part of a tokenizer.json (normalizer, pre-tokenizer, decoder, post-processor) and those inside it, in order. */
export function flattenParts(part: unknown): readonly JsonObject[] {
  if (!isObject(part)) return [];
  if (part.type !== 'Sequence') return [part];
  const inner = ['normalizers', 'pretokenizers', 'decoders', 'processors']
    .map((name) => part[name])
    .find((list) => Array.isArray(list));
  return Array.isArray(inner) ? inner.flatMap(flattenParts) : [];
}
