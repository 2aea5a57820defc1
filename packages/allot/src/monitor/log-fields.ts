// What a row of a log may hold, and where: each field by its own name, unless it is mapped to another.

export const logFields = [
  'tokens',
  'correct',
  'difficulty',
  'mode',
  'budget',
  'id',
  'problem',
  'time',
] as const;
export type LogField = (typeof logFields)[number];

/** `meta.tokens` is a member of a member. */
export type FieldMap = Readonly<Record<LogField, string>>;

export const fieldMap = (
  mapped: readonly { readonly field: LogField; readonly column: string }[],
): FieldMap => ({
  ...(Object.fromEntries(logFields.map((field) => [field, field])) as FieldMap),
  ...Object.fromEntries(mapped.map(({ field, column }) => [field, column])),
});

/** Other names by which logs call the tokens of a response. */
export const otherNamesOfTokens: readonly string[] = [
  'completion_tokens',
  'output_tokens',
  'response_tokens',
  'num_tokens',
  'n_tokens',
  'length',
];
