// Lays code out as Black does: on one line where it fits, else one part of a bracket a line.

export const LINE_LENGTH = 110;
const INDENT = 4;

/** Code that knows where it may be broken. */
export type Code =
  | string
  /** `open item, item close`; broken, every item ends in a comma. */
  | { readonly kind: 'list'; readonly open: string; readonly items: readonly Code[]; readonly close: string }
  | { readonly kind: 'parentheses'; readonly inner: Code }
  /** Operands of one precedence; the operator stands before its right operand. */
  | { readonly kind: 'chain'; readonly first: Code; readonly rest: readonly (readonly [string, Code])[] }
  | { readonly kind: 'prefix'; readonly text: string; readonly inner: Code };

export const list = (open: string, items: readonly Code[], close: string): Code => ({
  kind: 'list',
  open,
  items,
  close,
});
export const prefix = (text: string, inner: Code): Code => ({ kind: 'prefix', text, inner });

/** On one line. */
export function flat(code: Code): string {
  if (typeof code === 'string') return code;
  switch (code.kind) {
    case 'list':
      return `${code.open}${code.items.map(flat).join(', ')}${code.close}`;
    case 'parentheses':
      return `(${flat(code.inner)})`;
    case 'chain':
      return [
        flat(code.first),
        ...code.rest.map(([operator, operand]) => `${operator} ${flat(operand)}`),
      ].join(' ');
    case 'prefix':
      return `${code.text}${flat(code.inner)}`;
  }
}

/** How many brackets the code has inside one another. */
export function depthOf(code: Code): number {
  if (typeof code === 'string') return 0;
  switch (code.kind) {
    case 'list':
      return 1 + Math.max(0, ...code.items.map(depthOf));
    case 'parentheses':
      return 1 + depthOf(code.inner);
    case 'chain':
      return Math.max(depthOf(code.first), ...code.rest.map(([, operand]) => 1 + depthOf(operand)));
    case 'prefix':
      return depthOf(code.inner);
  }
}

/** A statement, its first line indented too, with room for `after` more characters on its last line. */
export const layOut = (code: Code, indent: number, after = 0): string =>
  pad(indent) + lay(code, indent, indent, after);

const pad = (indent: number): string => ' '.repeat(indent);

/** The same from `column` on. */
function lay(code: Code, indent: number, column: number, after: number): string {
  const line = flat(code);
  if (typeof code === 'string' || column + line.length + after <= LINE_LENGTH) return line;
  const inner = indent + INDENT;
  switch (code.kind) {
    case 'list': {
      const lines = code.items.map((item) => `${pad(inner)}${lay(item, inner, inner, 1)},\n`);
      return `${code.open}\n${lines.join('')}${pad(indent)}${code.close}`;
    }
    case 'parentheses':
      return `(\n${pad(inner)}${lay(code.inner, inner, inner, 0)}\n${pad(indent)})`;
    case 'chain': {
      if (column > indent) return lay({ kind: 'parentheses', inner: code }, indent, column, after);
      const rest = code.rest.map(
        ([operator, operand]) =>
          `\n${pad(indent)}${operator} ${lay(operand, indent, indent + operator.length + 1, after)}`,
      );
      return `${layFirst(code.first, indent)}${rest.join('')}`;
    }
    case 'prefix':
      return `${code.text}${lay(code.inner, indent, column + code.text.length, after)}`;
  }
}

/** The first operand starts its line, as the whole chain does; a chain of its own takes parentheses there. */
function layFirst(code: Code, indent: number): string {
  const nested = typeof code !== 'string' && code.kind === 'chain';
  return lay(code, indent, nested ? indent + 1 : indent, 0);
}
