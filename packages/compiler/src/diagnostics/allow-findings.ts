// Findings that the definition allows: they stay visible, with the reason, and stop nothing.
import { type Diagnostic, defineCatalog, reporter } from '@allot/spec';
import { findKeySpan, type SpanTable } from '../load/spans.js';
import { printPath } from '../path.js';
import { allowableCodes } from './allowable.js';

export const allowCatalog = defineCatalog({
  'allow/not-needed': {
    severity: 'warning',
    message: 'Nothing was found that `{code}` would allow',
    help: 'Remove it from `allow`.',
    why: 'An allowance that outlives its finding would hide the next one of its kind.',
    example: { language: 'yaml', text: "allow: { shape/collapse-risk: 'it was so once' }\n" },
  },
});

const report = reporter(allowCatalog);

/** The diagnostics with allowed findings as information, and what was allowed without need. */
export function allowFindings(
  diagnostics: readonly Diagnostic[],
  allow: Readonly<Record<string, string>>,
  spans: SpanTable,
): Diagnostic[] {
  const allowed = new Map(
    Object.entries(allow).filter(([code, reason]) => allowableCodes.has(code) && reason.trim() !== ''),
  );
  const found = new Set(diagnostics.map(({ code }) => code));
  const needless = [...allowed.keys()].filter((code) => !found.has(code));
  return [
    ...diagnostics.map((diagnostic) => {
      const reason = allowed.get(diagnostic.code);
      return reason === undefined
        ? diagnostic
        : { ...diagnostic, severity: 'info' as const, help: `Allowed: ${reason}` };
    }),
    ...needless.map((code) => {
      const span = findKeySpan(spans, ['allow', code]);
      return report(
        'allow/not-needed',
        { code },
        { path: printPath(['allow', code]), ...(span ? { span } : {}) },
      );
    }),
  ];
}
