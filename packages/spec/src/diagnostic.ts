// What a user is told when something is wrong: data, never an exception.

export type Severity = 'error' | 'warning' | 'info';

/** A place in a file. Lines and columns count from 1; `end` is exclusive. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface RelatedSpan {
  readonly span: Span;
  readonly message: string;
}

/** An edit that would mend the problem: replace `span` by `text`. */
export interface Fix {
  readonly title: string;
  readonly span: Span;
  readonly text: string;
}

export interface Diagnostic {
  /** Permanent name `area/slug`, for instance `tiers/not-ascending`; `allot explain CODE` prints its page. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong; stands alone as one sentence. */
  readonly message: string;
  readonly span?: Span;
  /** Dotted path of the value in the definition, for instance `tiers[1].budget`. */
  readonly path?: string;
  /** Short text printed under the underlined source. */
  readonly label?: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly related?: readonly RelatedSpan[];
  /** What to do about it. */
  readonly help?: string;
  readonly fixes?: readonly Fix[];
}

/** A phase's answer: its value where one could be made, and everything it has to say. */
export type Phase<T> = readonly [value: T | undefined, diagnostics: readonly Diagnostic[]];

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((diagnostic) => diagnostic.severity === 'error');

/** Order for printing: by file, line, column, then code. Diagnostics without a place come last. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) => {
    if (!a.span || !b.span) return Number(!a.span) - Number(!b.span) || a.code.localeCompare(b.code);
    return (
      a.span.file.localeCompare(b.span.file) ||
      a.span.line - b.span.line ||
      a.span.column - b.span.column ||
      a.code.localeCompare(b.code)
    );
  });
}
