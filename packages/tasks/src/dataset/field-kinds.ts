// What a role's value may be, and what is made of it.
import type { DifficultyField } from '@allot/spec';
import type { FieldSource } from './field-source.js';

export interface FieldKind<T> {
  readonly expected: string;
  /** Undefined where the value is of another kind. */
  readonly read: (value: unknown) => T | undefined;
}

export const text: FieldKind<string> = {
  expected: 'text that is not empty',
  read: (value) => (typeof value === 'string' && value.trim() !== '' ? value : undefined),
};

export const textOrNumber: FieldKind<string> = {
  expected: 'text or a number',
  read: (value) => {
    if (typeof value === 'number') return isExact(value) ? String(value) : undefined;
    return text.read(value);
  },
};

/** Whether JSON's readers keep every digit of a whole number. */
const isExact = (value: number): boolean => Math.abs(value) <= Number.MAX_SAFE_INTEGER;

/** One or several; a list keeps its order. */
export const textOrNumbers: FieldKind<readonly string[]> = {
  expected: 'text, a number, or a list of these',
  read: (value) => {
    const texts = (Array.isArray(value) ? value : [value]).map(textOrNumber.read);
    return texts.length > 0 && texts.every((one) => one !== undefined) ? texts : undefined;
  },
};

/** A number as such, as text, inside a text, or a word that stands for one, as the field is declared. */
export function numberIn(source: FieldSource | undefined): FieldKind<number> {
  const declared: Partial<DifficultyField> = typeof source === 'object' ? source : {};
  const { from, values } = declared;
  const read = (value: unknown): number | undefined => {
    if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
    if (typeof value !== 'string') return undefined;
    if (values && Object.hasOwn(values, value.trim())) return values[value.trim()];
    const inner = from === undefined ? value : between(value, from);
    return inner === undefined || inner.trim() === '' || !Number.isFinite(Number(inner))
      ? undefined
      : Number(inner);
  };
  const words = values && `one of ${Object.keys(values).join(', ')}`;
  return { expected: from ?? words ?? 'a number', read };
}

/** What stands in a text where `{number}` stands in the pattern. */
function between(value: string, pattern: string): string | undefined {
  const [before = '', after = ''] = pattern.split('{number}');
  const trimmed = value.trim();
  return trimmed.startsWith(before) &&
    trimmed.endsWith(after) &&
    trimmed.length >= before.length + after.length
    ? trimmed.slice(before.length, trimmed.length - after.length)
    : undefined;
}

/** A value of the wrong kind in words. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value))
    return value.some(isInexact) ? 'a list with a number too large to be kept exactly' : 'a list';
  if (typeof value === 'string') return value.trim() === '' ? 'empty text' : 'text';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (!Number.isFinite(value)) return 'a number too large to hold';
  return isInexact(value) ? 'a number too large to be kept exactly unless it is text' : 'a number';
}

const isInexact = (value: unknown): boolean => typeof value === 'number' && !isExact(value);
