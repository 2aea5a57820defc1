// Loads a tokenizer.json (Hugging Face tokenizers format) and the tokenizer_config.json beside it.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Phase, sha256 } from '@allot/spec';
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { report } from '../catalog.js';
import type { Tokenizer } from './tokenizer.js';

/** Tokenizers by content: a file that is loaded twice is parsed once. */
const loaded = new Map<string, Tokenizer>();

/** Diagnostics: `tokenizer/not-found`, `tokenizer/malformed`. */
export function loadTokenizer(file: string): Phase<Tokenizer> {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    return [undefined, [report('tokenizer/not-found', { file, reason: reasonOf(error) })]];
  }
  const malformed = (reason: string): Phase<Tokenizer> => [
    undefined,
    [report('tokenizer/malformed', { file, reason })],
  ];
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch (error) {
    return malformed(`it is not JSON (${reasonOf(error)})`);
  }
  if (!isTokenizerJson(parsed)) return malformed('it has no "model" with a "vocab"');
  const config = readConfig(file);
  const key = sha256(JSON.stringify([content, config]));
  const known = loaded.get(key);
  if (known) return [known, []];
  try {
    const tokenizer = wrapTokenizer(parsed, config, sha256(content));
    loaded.set(key, tokenizer);
    return [tokenizer, []];
  } catch (error) {
    return malformed(reasonOf(error));
  }
}

interface TokenizerJson {
  readonly model: { readonly vocab: unknown; readonly unk_token?: unknown };
  readonly added_tokens?: unknown;
}

function isTokenizerJson(value: unknown): value is TokenizerJson {
  if (!isRecord(value) || !isRecord(value.model)) return false;
  const { vocab } = value.model;
  return typeof vocab === 'object' && vocab !== null;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** tokenizer_config.json where there is a readable one: it only names tokens. */
function readConfig(file: string): Record<string, unknown> {
  try {
    const config: unknown = JSON.parse(readFileSync(join(dirname(file), 'tokenizer_config.json'), 'utf8'));
    return isRecord(config) ? config : {};
  } catch {
    return {};
  }
}

function wrapTokenizer(json: TokenizerJson, config: Record<string, unknown>, digest: string): Tokenizer {
  const absent = { normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null };
  const inner = new HuggingFaceTokenizer(
    { ...absent, ...json, added_tokens: json.added_tokens ?? [] },
    { clean_up_tokenization_spaces: false, ...config },
  );
  const specialTokens: Record<string, number> = {};
  for (const [id, token] of inner.get_added_tokens_decoder())
    if (token.special) specialTokens[token.content] = id;
  const ids = [...inner.get_vocab(true).values()];
  const stated = isRecord(json.model.vocab) ? Object.values(json.model.vocab) : ids;
  if (ids.length === 0 || ![...ids, ...stated].every((id) => Number.isInteger(id) && Number(id) >= 0))
    throw new Error('its token ids are not whole numbers');
  const unknown =
    typeof json.model.unk_token === 'string' ? inner.token_to_id(json.model.unk_token) : undefined;
  const encodeIds = (text: string): readonly (number | undefined)[] =>
    text === '' ? [] : inner.encode(text, { add_special_tokens: false }).ids;
  const canEncode = encodabilityTest(encodeIds, unknown, Object.keys(specialTokens));
  const named = (key: string, usual: string): number | undefined => {
    const entry = config[key];
    const text = isRecord(entry) ? entry.content : entry;
    return inner.token_to_id(typeof text === 'string' ? text : usual);
  };
  return {
    digest,
    vocabularySize: ids.reduce((most, id) => Math.max(most, id), 0) + 1,
    specialTokens,
    stopToken: named('eos_token', '<eos>'),
    padToken: named('pad_token', '<pad>'),
    canEncode,
    encode: (text) => {
      if (!canEncode(text)) throw new Error(`the tokenizer cannot express ${JSON.stringify(text)}`);
      return Int32Array.from(encodeIds(text) as readonly number[]);
    },
    decode: (tokens) =>
      tokens.length === 0 ? '' : inner.decode(Array.from(tokens), { skip_special_tokens: false }),
  };
}

/** A model without an unknown token drops what it lacks, so every character is asked for once. */
function encodabilityTest(
  encodeIds: (text: string) => readonly (number | undefined)[],
  unknown: number | undefined,
  specialTokens: readonly string[],
): (text: string) => boolean {
  const known = new Map<string, boolean>();
  const expressible = (character: string): boolean => {
    const before = known.get(character);
    if (before !== undefined) return before;
    const ids = encodeIds(character);
    const result = ids.length > 0 && ids.every((id) => id !== undefined);
    known.set(character, result);
    return result;
  };
  return (text) => {
    if (unknown !== undefined) return !encodeIds(text).includes(unknown);
    const rest = specialTokens.reduce((left, token) => left.replaceAll(token, ''), text);
    return Array.from(rest).every(expressible);
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Token ids of texts by the tokenizer of a file, undefined where it cannot express one; undefined where it does not load. */
export function encoderOf(file: string): ((text: string) => Int32Array | undefined) | undefined {
  const [tokenizer] = loadTokenizer(file);
  return tokenizer && ((text) => (tokenizer.canEncode(text) ? tokenizer.encode(text) : undefined));
}
