// A catalog declares diagnostics: permanent code, message template, remedy, and the page `allot explain` prints.
import type { Diagnostic, Severity } from './diagnostic.js';

export interface CatalogEntry {
  readonly severity: Severity;
  /** Message template; each `{name}` becomes a required parameter where the diagnostic is reported. */
  readonly message: string;
  /** What to do; may use the same placeholders. */
  readonly help: string;
  /** Why this is wrong, in a few sentences, for `allot explain`. */
  readonly why: string;
  /** A failing example: a YAML definition, a TypeScript definition, a data file or a command. */
  readonly example: CatalogExample;
}

export interface CatalogExample {
  readonly language: 'yaml' | 'typescript' | 'jsonl' | 'json' | 'shell' | 'jinja';
  readonly text: string;
}

type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

type Parameters<Entry extends CatalogEntry> = {
  readonly [Name in Placeholders<Entry['message']> | Placeholders<Entry['help']>]: string | number;
};

export type Catalog = Readonly<Record<string, CatalogEntry>>;

/** Declares a catalog; keeps the literal types so that `reporter` can require each placeholder. */
export const defineCatalog = <const Entries extends Catalog>(entries: Entries): Entries => entries;

/** Makes diagnostics of one catalog: `report('area/slug', { place }, { span, path })`. */
export type Report<Entries extends Catalog> = <Code extends keyof Entries & string>(
  code: Code,
  parameters: Parameters<Entries[Code]>,
  details?: Partial<Omit<Diagnostic, 'code' | 'message'>>,
) => Diagnostic;

/** The function that makes this catalog's diagnostics; where it is exported, it is annotated as `Report<typeof catalog>`. */
export function reporter<Entries extends Catalog>(catalog: Entries): Report<Entries> {
  return (code, parameters, details = {}) => {
    const entry = catalog[code] as CatalogEntry;
    return {
      code,
      severity: entry.severity,
      message: fill(entry.message, parameters),
      help: fill(entry.help, parameters),
      ...details,
    };
  };
}

const fill = (template: string, parameters: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{([a-zA-Z]+)\}/g, (whole, name: string) =>
    name in parameters ? String(parameters[name]) : whole,
  );
