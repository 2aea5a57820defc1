// What `allot runs --sql QUERY --json` prints.

export interface QueryDocument {
  readonly format: 1;
  /** Names and types of DuckDB; names are made unique. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** One value a column: numbers, texts, truth values, null, lists and objects. */
  readonly rows: readonly (readonly unknown[])[];
}
