// Where a row keeps a value: a field, a nested one, or the first there is of several.
import type { AnswerField, DifficultyField } from '@allot/spec';

/** A field as definitions name it, with what is made of its value. */
export type FieldSource = string | AnswerField | DifficultyField;

export const fieldOf = (source: FieldSource): string => (typeof source === 'string' ? source : source.field);

/** Name of the top-level field that holds it in a row: the whole name where the row has such, else the first part. */
export const topField = (row: Readonly<Record<string, unknown>>, field: string): string =>
  Object.hasOwn(row, field) ? field : (field.split('.')[0] as string);

/** Names of the columns to read for a field of a table. */
export const columnsOf = (field: string): readonly string[] =>
  field.includes('.') ? [field, field.split('.')[0] as string] : [field];

/** The value of a field; `meta.level` is a member of a member where no field is called so. */
export function fieldValue(row: Readonly<Record<string, unknown>>, field: string): unknown {
  if (Object.hasOwn(row, field)) return row[field];
  return field.split('.').reduce<unknown>((value, name) => memberOf(value, name), row);
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
