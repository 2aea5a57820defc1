// Numbers in scientific notation.
import type { Expression } from './expression.js';
import { parseDecimal } from './rational.js';
import { type TokenCursor, Unreadable } from './token-cursor.js';

/** `3.3e12`: digits, e and a whole number without spaces between. Undefined where there is none. */
export function takeScientific(cursor: TokenCursor, digits: string): Expression | undefined {
  const letter = cursor.peek();
  if (letter?.kind !== 'letter' || letter.spaced || letter.text.toLowerCase() !== 'e') return undefined;
  const signed = cursor.is('mark', '-', 1) || cursor.is('mark', '+', 1);
  const exponent = cursor.peek(signed ? 2 : 1);
  if (exponent?.kind !== 'number' || exponent.spaced || !/^\d{1,4}$/.test(exponent.text)) return undefined;
  cursor.take();
  const negative = signed && cursor.take().text === '-';
  cursor.take();
  const value = parseDecimal(digits);
  const scale = parseDecimal(`1${'0'.repeat(Math.min(999, Number(exponent.text)))}`);
  if (!value || !scale) throw new Unreadable();
  const [over, under] = [{ kind: 'number', value } as const, { kind: 'number', value: scale } as const];
  return negative ? { kind: 'quotient', over, under } : { kind: 'product', factors: [over, under] };
}
