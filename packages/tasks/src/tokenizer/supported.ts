// Which parts a tokenizer.json may have: those that give the ids and texts of the native tokenizers, and no others.
import { isObject } from '@allot/spec';
import { flattenParts, type JsonObject } from './json.js';

type Section = 'normalizer' | 'pre_tokenizer' | 'decoder' | 'post_processor';

/** Whether the settings of a part are among those that are computed exactly. */
type Accepts = (part: JsonObject) => boolean;

const always: Accepts = () => true;

/** A piece that is matched stands apart, or, where the pattern says what to keep, is all that is left. */
const splits: Accepts = ({ behavior, invert, pattern }) =>
  isObject(pattern) &&
  (invert === true ? behavior === 'Removed' : behavior === 'Isolated' || behavior === 'Removed');

const known: Readonly<Record<Section, Readonly<Record<string, Accepts>>>> = {
  normalizer: { NFC: always, Prepend: always, Replace: always },
  pre_tokenizer: {
    ByteLevel: always,
    Split: splits,
    Digits: ({ individual_digits: individual }) => individual === true,
    Metaspace: ({ split }) => split === false,
  },
  decoder: {
    ByteLevel: always,
    ByteFallback: always,
    Fuse: always,
    Replace: ({ pattern }) => isObject(pattern) && typeof pattern.String === 'string',
    Strip: always,
  },
  post_processor: { ByteLevel: always, TemplateProcessing: always },
};

/** What of a tokenizer.json is not supported, in words that name it; undefined where all of it is. */
export function findUnsupported(json: JsonObject): string | undefined {
  const model = json.model as JsonObject;
  if (model.type !== undefined && model.type !== 'BPE') return `a model of the type ${printType(model)}`;
  if (typeof model.dropout === 'number' && model.dropout > 0) return 'a model with dropout';
  for (const affix of ['continuing_subword_prefix', 'end_of_word_suffix'])
    if (typeof model[affix] === 'string' && model[affix] !== '') return `a model with ${affix}`;
  for (const section of Object.keys(known) as Section[])
    for (const part of flattenParts(json[section])) {
      const accepts = Object.hasOwn(known[section], String(part.type))
        ? known[section][String(part.type)]
        : undefined;
      if (!accepts) return `a ${section} of the type ${printType(part)}`;
      if (!accepts(part)) return `a ${section} of the type ${printType(part)} with these settings`;
    }
  return findStrangeToken(json);
}

/** Added tokens that count only as words of their own, that take the white space beside them, or before which a space is written. */
function findStrangeToken({ added_tokens: added, normalizer }: JsonObject): string | undefined {
  if (!Array.isArray(added)) return undefined;
  const prepends = flattenParts(normalizer).some(({ type }) => type === 'Prepend');
  const settings = ['single_word', 'lstrip', 'rstrip', ...(prepends ? ['normalized'] : [])];
  for (const token of added.filter(isObject))
    for (const setting of settings)
      if (token[setting] === true) return `the added token ${JSON.stringify(token.content)} with ${setting}`;
  return undefined;
}

const printType = ({ type }: JsonObject): string => JSON.stringify(type ?? null);
