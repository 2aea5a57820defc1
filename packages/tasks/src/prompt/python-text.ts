// How Python prints a value, for those that a template prints as they are: the library prints them as JSON.
import type { RuntimeValue } from './jinja.js';

/** Kinds of values that Python prints otherwise. */
const printed: ReadonlySet<string> = new Set(['BooleanValue', 'ArrayValue', 'TupleValue', 'ObjectValue']);

/** Gives a value Python's text; others stay as they are. */
export function printAsPython(value: RuntimeValue): RuntimeValue {
  if (printed.has(value.type) && !Object.hasOwn(value, 'toString'))
    Object.defineProperty(value, 'toString', { value: () => represent(value) });
  return value;
}

function represent({ type, value }: RuntimeValue): string {
  if (type === 'BooleanValue') return value ? 'True' : 'False';
  if (type === 'NullValue' || value === null) return 'None';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number')
    return type === 'FloatValue' && Number.isInteger(value) ? `${value}.0` : String(value);
  if (Array.isArray(value)) {
    const items = (value as readonly RuntimeValue[]).map(represent);
    if (type !== 'TupleValue') return `[${items.join(', ')}]`;
    return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
  }
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<string, RuntimeValue>)];
    return `{${entries.map(([key, inner]) => `${quote(key)}: ${represent(inner)}`).join(', ')}}`;
  }
  return type;
}

/** Python's repr of a text: single quotes, unless only they stand in it. */
function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  const inner = Array.from(text, (character) =>
    character === mark ? `\\${character}` : (escapes[character] ?? character),
  );
  return mark + inner.join('') + mark;
}
