// Schemas and values in words, for messages.
import { type Path, printPath } from '../path.js';
import type { Schema } from './schema.js';

/** "a whole number of at least 1", "text", "true or false", "a list of at least 1 element". */
export function describeSchema(schema: Schema): string {
  if (schema.minItems !== undefined || schema.maxItems !== undefined) return describeLength(schema);
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  const names = types.map((type) => typeNames[type] ?? type).join(' or ');
  const bounds = describeBounds(schema);
  return bounds === '' ? names || 'something else' : `${names} ${bounds}`;
}

const typeNames: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  object: 'a group of settings',
  array: 'a list',
};

function describeBounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): string {
  if (minimum !== undefined && maximum !== undefined) return `between ${minimum} and ${maximum}`;
  const parts: string[] = [];
  if (minimum !== undefined) parts.push(`of at least ${minimum}`);
  if (exclusiveMinimum !== undefined) parts.push(`above ${exclusiveMinimum}`);
  if (maximum !== undefined) parts.push(`of at most ${maximum}`);
  if (exclusiveMaximum !== undefined) parts.push(`below ${exclusiveMaximum}`);
  return parts.join(' and ');
}

function describeLength({ minItems = 0, maxItems, items }: Schema): string {
  const noun = items?.type === 'number' || items?.type === 'integer' ? 'number' : 'element';
  const plural = (count: number): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
  if (minItems === maxItems) return `a list of ${plural(minItems)}`;
  return `a list of ${maxItems === undefined ? `at least ${plural(minItems)}` : `at most ${plural(maxItems)}`}`;
}

/** A value in words: `the text "2k"`, `3.5`, `a list of 2`, `nothing`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return `the text ${JSON.stringify(shorten(value))}`;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'a group of settings';
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

/** The part of a definition that a path names, as the subject of a sentence. */
export const placeName = (path: Path): string =>
  path.length === 0 ? 'The definition' : `\`${printPath(path)}\``;

const units: Readonly<Record<string, number>> = { k: 1000, m: 1e6, ki: 1024, mi: 1048576 };

/** What to write instead, where the text can be guessed to be a number with a unit or in quotes. */
export function unitAdvice(schema: Schema, value: unknown): string {
  const wanted = typeof schema.type === 'string' ? schema.type : '';
  if (wanted === 'object') return adviseGroup(schema);
  if (wanted === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    return `Write it as text, in quotes: '${value}'.`;
  if (wanted !== 'integer' && wanted !== 'number') return `Write ${describeSchema(schema)}.`;
  if (typeof value === 'number' && !Number.isFinite(value)) return 'Write a finite number.';
  if (typeof value === 'number')
    return `Write a whole number, for instance ${Math.max(1, Math.round(value))}.`;
  if (typeof value !== 'string') return `Write ${describeSchema(schema)}.`;
  const number = Number(value.replaceAll('_', ''));
  if (value.trim() !== '' && Number.isFinite(number))
    return `Write ${number}, without quotes or underscores.`;
  const match = /^\s*([\d.]+)\s*([a-z]+)\s*$/i.exec(value);
  const factor = units[match?.[2]?.toLowerCase() ?? ''];
  if (match && factor)
    return `Write the number in full, for instance ${Math.round(Number(match[1]) * factor)}.`;
  if (match) return `Write the number alone, without its unit: ${match[1]}.`;
  return `Write ${describeSchema(schema)}, without quotes.`;
}

function adviseGroup({ required = [] }: Schema): string {
  const keys = required.map((key) => `\`${key}\``).join(', ');
  return required.length > 0 ? `Write a group with ${keys}.` : 'Write a group of settings.';
}
