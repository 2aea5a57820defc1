// JSON from files of unknown origin: no duplicate keys, no depth that exhausts a stack, no number beyond counting.

/** Values that are nested deeper are refused: what walks them later may recurse. */
const MOST_DEPTH = 64;

/** The value, or what is wrong with the text, as a clause. `bytes`: UTF-8; `mostDepth`: levels. */
export function parseStrictJson(
  bytes: Uint8Array,
  mostDepth: number = MOST_DEPTH,
): { readonly value: unknown } | { readonly problem: string } {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { problem: 'it is no UTF-8 text' };
  }
  const fault = scan(text, mostDepth);
  if (fault === 'deep') return { problem: `it is nested deeper than ${mostDepth} levels` };
  if (fault) return { problem: `it has the key ${fault.key.slice(0, 80)} twice` };
  try {
    const value: unknown = JSON.parse(text);
    return allFinite(value) ? { value } : { problem: 'it holds a number beyond counting' };
  } catch (error) {
    return { problem: `it is no JSON (${oneLine(error)})` };
  }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first key, in quotes, that stands twice in its object; undefined where none does. `text`: JSON. */
export function repeatedKey(text: string): string | undefined {
  const fault = scan(text, Infinity);
  return typeof fault === 'object' ? fault.key : undefined;
}

/** Too much depth, or a key that stands twice in its object. Text that is no JSON is left to the parser. */
function scan(text: string, mostDepth: number): 'deep' | { readonly key: string } | undefined {
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') {
      if (open.length >= mostDepth) return 'deep';
      open.push(character === '{' ? new Set() : undefined);
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const end = endOfString(text, at);
      const keys = open.at(-1);
      if (keys && isKey(text, end)) {
        const key = decodeKey(text.slice(at, end));
        if (keys.has(key)) return { key };
        keys.add(key);
      }
      at = end - 1;
    }
  }
  return undefined;
}

/** One past the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let first = end;
    while (text[first - 1] === '\\') first--;
    if ((end - first) % 2 === 0) return end + 1;
  }
  return text.length;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (' \t\n\r'.includes(text[at] ?? '.')) at++;
  return text[at] === ':';
}

/** The key in one spelling, quotes included: "a" and "\u0061" are the same key. */
function decodeKey(quoted: string): string {
  if (!quoted.includes('\\')) return quoted;
  try {
    return JSON.stringify(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}

function allFinite(root: unknown): boolean {
  const pending = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value === 'number' && !Number.isFinite(value)) return false;
    if (typeof value === 'object' && value !== null)
      for (const inner of Object.values(value)) pending.push(inner);
  }
  return true;
}

/** A parser's message: V8 quotes the text around the fault, which may be long. */
function oneLine(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).replace(/[\s\p{Cc}]+/gu, ' ');
  return message.length > 120 ? `${message.slice(0, 117)}...` : message;
}
