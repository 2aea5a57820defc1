// The tokens that the files beside a tokenizer.json name: end of a response, filling, beginning of a sequence.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject, parseStrictJson, showText } from '@allot/spec';
import { flattenParts, type JsonObject } from './json.js';
import type { Tokenizer } from './tokenizer.js';

/** Objects in the JSON files beside a tokenizer.json; empty where a file is missing or unreadable: they only name tokens. */
export interface NeighbourFiles {
  readonly tokenizerConfig: JsonObject;
  readonly generationConfig: JsonObject;
  readonly modelConfig: JsonObject;
}

export const readNeighbours = (tokenizerFile: string): NeighbourFiles => {
  const folder = dirname(tokenizerFile);
  return {
    tokenizerConfig: readObject(join(folder, 'tokenizer_config.json')),
    generationConfig: readObject(join(folder, 'generation_config.json')),
    modelConfig: readObject(join(folder, 'config.json')),
  };
};

/** Largest file beside a tokenizer that is read. */
const MOST_BYTES = 10_000_000;

function readObject(file: string): JsonObject {
  try {
    if (statSync(file).size > MOST_BYTES) return {};
    const read = parseStrictJson(readFileSync(file));
    return 'value' in read && isObject(read.value) ? read.value : {};
  } catch {
    return {};
  }
}

/** The text of a token that a tokenizer_config.json names, as text or as an object with its content. */
export function tokenText(config: JsonObject, key: string): string | undefined {
  const entry = config[key];
  const text = isObject(entry) ? entry.content : entry;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

type IdOf = (text: string) => number | undefined;

export function nameTokens(
  { tokenizerConfig, generationConfig, modelConfig }: NeighbourFiles,
  json: JsonObject,
  idOf: IdOf,
  vocabularySize: number,
): Pick<Tokenizer, 'eosToken' | 'stopTokens' | 'padToken' | 'prefix'> {
  const named = (key: string): number | undefined => {
    const text = tokenText(tokenizerConfig, key);
    return text === undefined ? undefined : idOf(text);
  };
  const ids = (config: JsonObject, key: string): readonly number[] =>
    statedIds(config, key).filter((id): id is number => isIdOf(id, vocabularySize));
  const eosToken = named('eos_token') ?? idOf('<eos>');
  const stated = ids(generationConfig, 'eos_token_id');
  const further = stated.length > 0 ? stated : ids(modelConfig, 'eos_token_id');
  const stops = eosToken === undefined ? further : [eosToken, ...further];
  const pads = [...ids(generationConfig, 'pad_token_id'), ...ids(modelConfig, 'pad_token_id')];
  return {
    eosToken,
    stopTokens: [...new Set(stops)],
    padToken: named('pad_token') ?? pads[0] ?? idOf('<pad>'),
    prefix: Int32Array.from(prefixTokens(tokenizerConfig, json, idOf)),
  };
}

/** What a config states under a key: a list, or a single value; null stands for none. */
const statedIds = (config: JsonObject, key: string): readonly unknown[] =>
  [config[key]].flat().filter((id) => id !== undefined && id !== null);

const isIdOf = (id: unknown, vocabularySize: number): boolean =>
  Number.isInteger(id) && Number(id) >= 0 && Number(id) < vocabularySize;

/** What generation_config.json names as the end of a response and the tokenizer does not have, as JSON. */
export const unknownStops = (tokenizerFile: string, vocabularySize: number): readonly string[] =>
  statedIds(readNeighbours(tokenizerFile).generationConfig, 'eos_token_id')
    .filter((id) => !isIdOf(id, vocabularySize))
    .map((id) => showText(JSON.stringify(id)));

/** `add_bos_token` where it is stated, else what the post-processor's template puts before a text. */
function prefixTokens(config: JsonObject, json: JsonObject, idOf: IdOf): readonly number[] {
  if (config.add_bos_token === false) return [];
  if (config.add_bos_token === true) return known([tokenText(config, 'bos_token')], idOf);
  const template = flattenParts(json.post_processor).find(({ type }) => type === 'TemplateProcessing');
  const pieces = Array.isArray(template?.single) ? (template.single as readonly unknown[]) : [];
  const text = pieces.findIndex((piece) => isObject(piece) && piece.Sequence !== undefined);
  return known(
    pieces.slice(0, Math.max(0, text)).map((piece) => {
      const special = isObject(piece) && isObject(piece.SpecialToken) ? piece.SpecialToken.id : undefined;
      return typeof special === 'string' ? special : undefined;
    }),
    idOf,
  );
}

const known = (texts: readonly (string | undefined)[], idOf: IdOf): readonly number[] =>
  texts.flatMap((text) => (text === undefined ? [] : (idOf(text) ?? [])));
