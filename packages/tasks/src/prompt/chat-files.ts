// The chat templates that a model brings: chat_template.jinja, or `chat_template` of its tokenizer_config.json.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject } from '@allot/spec';
import type { JsonObject } from '../tokenizer/json.js';
import { readNeighbours, tokenText } from '../tokenizer/named-tokens.js';

export interface ChatFiles {
  /** Jinja texts by name; a single one is called `default`. */
  readonly templates: ReadonlyMap<string, string>;
  /** Texts of the special tokens by the name under which a template reads them, such as `bos_token`. */
  readonly tokens: Readonly<Record<string, string>>;
}

const tokenNames = ['bos', 'eos', 'unk', 'sep', 'pad', 'cls', 'mask'].map((name) => `${name}_token`);

/** What lies beside a tokenizer.json; no template where there is none. */
export function readChatFiles(tokenizerFile: string): ChatFiles {
  const { tokenizerConfig } = readNeighbours(tokenizerFile);
  const templates = new Map(statedTemplates(tokenizerConfig));
  const own = readText(join(dirname(tokenizerFile), 'chat_template.jinja'));
  if (own !== undefined) templates.set('default', own);
  const tokens = tokenNames.flatMap((name) => {
    const text = tokenText(tokenizerConfig, name);
    return text === undefined ? [] : [[name, text] as const];
  });
  return { templates, tokens: Object.fromEntries(tokens) };
}

function statedTemplates({ chat_template: stated }: JsonObject): readonly (readonly [string, string])[] {
  if (typeof stated === 'string') return [['default', stated]];
  if (!Array.isArray(stated)) return [];
  return stated
    .filter(isObject)
    .flatMap(({ name, template }) =>
      typeof name === 'string' && typeof template === 'string' ? [[name, template] as const] : [],
    );
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
