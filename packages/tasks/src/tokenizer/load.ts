// Loads a tokenizer.json (Hugging Face tokenizers format) with what the files beside it say about its tokens.
import { readFileSync, statSync } from 'node:fs';
import { isObject, type Phase, parseStrictJson, sha256 } from '@allot/spec';
import { report } from '../catalog.js';
import { buildTokenizer } from './build.js';
import { reasonOf } from './json.js';
import { readNeighbours } from './named-tokens.js';
import { findUnsupported } from './supported.js';
import type { Tokenizer } from './tokenizer.js';
import { findMalformed } from './vocabulary.js';

/** Tokenizers by content: a file that is loaded twice is parsed once. */
const loaded = new Map<string, Tokenizer>();

/** Largest tokenizer.json that is read: some times the largest that is known. */
const MOST_BYTES = 100_000_000;

/** Diagnostics: `tokenizer/not-found`, `tokenizer/malformed`, `tokenizer/unsupported`. */
export function loadTokenizer(file: string): Phase<Tokenizer> {
  let bytes: Buffer;
  try {
    const { size } = statSync(file);
    if (size > MOST_BYTES)
      return [undefined, [report('tokenizer/malformed', { file, reason: `it has ${size} bytes` })]];
    bytes = readFileSync(file);
  } catch (error) {
    return [undefined, [report('tokenizer/not-found', { file, reason: reasonOf(error) })]];
  }
  const malformed = (reason: string): Phase<Tokenizer> => [
    undefined,
    [report('tokenizer/malformed', { file, reason })],
  ];
  const content = bytes.toString('utf8');
  const neighbours = readNeighbours(file);
  const key = sha256(JSON.stringify([content, neighbours]));
  const known = loaded.get(key);
  if (known) return [known, []];
  const read = parseStrictJson(bytes);
  if ('problem' in read) return malformed(read.problem);
  const { value: json } = read;
  if (!isObject(json)) return malformed('it holds another JSON value than an object');
  const mistake = findMalformed(json);
  if (mistake !== undefined) return malformed(mistake);
  const unsupported = findUnsupported(json);
  if (unsupported !== undefined)
    return [undefined, [report('tokenizer/unsupported', { file, part: unsupported })]];
  try {
    const tokenizer = buildTokenizer(json, neighbours, sha256(content));
    loaded.set(key, tokenizer);
    return [tokenizer, []];
  } catch (error) {
    return malformed(reasonOf(error));
  }
}
/** Token ids of texts by the tokenizer of a file, undefined where it cannot express one; undefined where it does not load. */
export function encoderOf(file: string): ((text: string) => Int32Array | undefined) | undefined {
  const [tokenizer] = loadTokenizer(file);
  return tokenizer && ((text) => (tokenizer.canEncode(text) ? tokenizer.encode(text) : undefined));
}
