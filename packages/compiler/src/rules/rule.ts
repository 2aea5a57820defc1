// What a rule is: one thing that can be wrong with a definition that has the right form.
import type { Catalog, CatalogExample, CompilerHost, Diagnostic, Report } from '@allot/spec';
import type { Facts } from '../facts/facts.js';
import type { Path } from '../path.js';
import type { FilledCommon, FilledReinforcement, FilledSupervised } from '../schema/filled-definition.js';

/** What each kind of rule reads. */
interface Readable {
  readonly reinforcement: FilledReinforcement;
  readonly supervised: FilledSupervised;
  readonly both: FilledCommon;
}

export interface RuleContext<Entries extends Catalog> {
  /** Reports one of the rule's diagnostics at a path of the definition. */
  readonly report: <Code extends keyof Entries & string>(
    path: Path,
    code: Code,
    parameters: Parameters<Report<Pick<Entries, Code>>>[1],
    details?: Partial<Diagnostic> & { readonly relatedPaths?: readonly RelatedPath[] },
  ) => void;
  readonly facts: Facts;
  readonly host: CompilerHost;
  /** Whether the value at a path was written, and not filled in. */
  readonly isWritten: (path: Path) => boolean;
  /** Whether the value at a path comes from a flag. */
  readonly isFlag: (path: Path) => boolean;
}

export interface RelatedPath {
  readonly path: Path;
  readonly message: string;
}

export interface Rule {
  readonly kind: keyof Readable;
  /** Top-level settings the rule reads; it runs only when none of them has a schema error. */
  readonly reads: readonly string[];
  /** The rule's diagnostics. The `example` of each is laid over a complete definition. */
  readonly catalog: Catalog;
  /** Settings near the failing example that the rule accepts, for each of its codes. */
  readonly accepts: Readonly<Record<string, string>>;
  check(definition: never, context: RuleContext<Catalog>): void;
}

interface RuleOf<Kind extends keyof Readable, Key extends keyof Readable[Kind], Entries extends Catalog> {
  readonly kind: Kind;
  readonly reads: readonly Key[];
  readonly catalog: Entries;
  readonly accepts: { readonly [Code in keyof Entries]: string };
  check(definition: Pick<Readable[Kind], Key>, context: RuleContext<Entries>): void;
}

/** Declares a rule; its check sees the settings it names in `reads` and no others. */
export const defineRule = <
  const Kind extends keyof Readable,
  const Key extends keyof Readable[Kind],
  const Entries extends Catalog,
>(
  rule: RuleOf<Kind, Key, Entries>,
): Rule => rule as unknown as Rule;

/** A failing example: YAML settings that are laid over a complete definition. */
export const settings = (text: string): CatalogExample => ({ language: 'yaml', text });
