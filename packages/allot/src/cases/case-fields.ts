// What a row of cases may leave out, and what it then means: the one table of defaults of `--eval`.
import { type AnyField, fieldTable, type ShapeField } from '@allot/spec';

/** A field of the row as it was given, or by its own default; undefined when it has neither. */
export type Given = (field: ShapeField) => number | undefined;

export interface CaseDefault {
  /** The default in words. */
  readonly text: string;
  readonly of: (given: Given) => number | undefined;
}

export type CaseDefaults = Readonly<Partial<Record<ShapeField, CaseDefault>>>;

const constant = (value: number, text = String(value)): CaseDefault => ({ text, of: () => value });

/** Fields that are not here must be given where a shape reads them. The index of a tier needs all rows: see `readCases`. */
export const caseDefaults: CaseDefaults = {
  thinkingTokens: {
    text: '`tokens`, less `answerTokens` where they are given',
    of: (given) => difference(given('tokens'), given('answerTokens') ?? 0),
  },
  answerTokens: {
    text: '`tokens` less `thinkingTokens`; 0 where these are not given',
    of: (given) => difference(given('tokens'), given('thinkingTokens') ?? given('tokens')),
  },
  formatted: constant(1, '`true`'),
  truncated: constant(0, '`false`'),
  mode: constant(1),
  lMax: constant(4096),
  repetition: constant(0),
};

/** Default of the field `tier`, in words. */
export const tierDefault = 'place of its `budget` among those of the file';

const difference = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a - b;

/** What a field of a row must be, in words. */
export function expectedOf(field: AnyField): string {
  const { type, range } = fieldTable[field];
  if (type === 'flag') return 'true, false, 0 or 1';
  const [least, most] = limitsOf(range);
  if (least === -Infinity) return most === Infinity ? 'a number' : `a number of at most ${most}`;
  return most === Infinity ? `a number of at least ${least}` : `a number from ${least} to ${most}`;
}

/** The number that a JSON value stands for in this field; undefined when it cannot. */
export function readField(field: AnyField, value: unknown): number | undefined {
  const { type, range } = fieldTable[field];
  if (type === 'flag' && typeof value === 'boolean') return Number(value);
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  if (type === 'flag') return value === 0 || value === 1 ? value : undefined;
  const [least, most] = limitsOf(range);
  return value >= least && value <= most ? value : undefined;
}

/** A response may be longer than the cap here: shapes say what it is worth then. */
const limitsOf = ([least, most]: (typeof fieldTable)[AnyField]['range']): readonly [number, number] => [
  least,
  most === 'lMax' || most === Number.MAX_SAFE_INTEGER ? Number.POSITIVE_INFINITY : most,
];
