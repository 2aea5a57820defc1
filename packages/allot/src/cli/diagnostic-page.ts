// What the page of a diagnostic says, in a terminal and on the site.
import type { CatalogEntry } from '@allot/spec';

export interface DiagnosticPage {
  readonly severity: CatalogEntry['severity'];
  readonly message: string;
  readonly why: string;
  readonly example: CatalogEntry['example'];
  readonly help: string;
}

export const diagnosticPage = (entry: CatalogEntry): DiagnosticPage => ({
  severity: entry.severity,
  message: withGaps(entry.message),
  why: entry.why,
  example: entry.example,
  help: helpOf(entry),
});

/** What differs from case to case stands in angle brackets. */
const withGaps = (text: string): string => text.replace(/\{(\w+)\}/g, '<$1>');

/** Help that is another in every case stands in the diagnostic itself. */
const helpOf = ({ help }: CatalogEntry): string =>
  /^\{\w+\}$/.test(help) ? 'The diagnostic says it: it is another thing in every case.' : withGaps(help);
