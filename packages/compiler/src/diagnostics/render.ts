// The one renderer of diagnostics: pretty for people, plain for grep, JSON for programs.
import { type Diagnostic, type Severity, showHidden } from '@allot/spec';
import { printFrame } from './code-frame.js';
import type { DiagnosticsDocument } from './document.js';
import { type Paint, paints } from './paint.js';

export interface RenderOptions {
  readonly format: 'pretty' | 'plain' | 'json';
  readonly color: boolean;
}

/** Text of diagnostics, without a final newline; `sources` holds the texts that they point into. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  { format, color }: RenderOptions,
): string {
  switch (format) {
    case 'json':
      return JSON.stringify(documentOf(diagnostics), null, 2);
    case 'plain':
      return showHidden(diagnostics.map(plain).join('\n'));
    case 'pretty': {
      const paint = paints(color);
      const blocks = diagnostics.map((diagnostic) => pretty(withoutControls(diagnostic), sources, paint));
      return [...blocks, counts(diagnostics, paint)].filter((block) => block !== '').join('\n\n');
    }
  }
}

/** A diagnostic quotes files and programs: no text of theirs reaches the terminal as a command to it. */
const withoutControls = (diagnostic: Diagnostic): Diagnostic =>
  JSON.parse(JSON.stringify(diagnostic), (_, value: unknown) =>
    typeof value === 'string' ? showHidden(value) : value,
  ) as Diagnostic;

const documentOf = (diagnostics: readonly Diagnostic[]): DiagnosticsDocument => ({
  format: 1,
  errors: count(diagnostics, 'error'),
  warnings: count(diagnostics, 'warning'),
  diagnostics,
});

const count = (diagnostics: readonly Diagnostic[], severity: Severity): number =>
  diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;

function plain({ span, severity, code, message, help }: Diagnostic): string {
  const place = span ? `${span.file}:${span.line}:${span.column}: ` : '';
  const advice = help ? `\n  help: ${help}` : '';
  return `${place}${severity} ${code} ${message}${advice}`;
}

/** A note needs no frame: nothing there has to be changed. */
function note({ span, code, message, help = '' }: Diagnostic, paint: Paint): string {
  const where = span ? `\n  ${paint.faint(`at ${place(span)}`)}` : '';
  const reason = help.startsWith('Allowed: ') ? `\n  ${paint.faint(help)}` : '';
  return `${paint.info('info')} ${paint.faint(code)}\n  ${message}${reason}${where}`;
}

function pretty(diagnostic: Diagnostic, sources: ReadonlyMap<string, string>, paint: Paint): string {
  if (diagnostic.severity === 'info') return note(diagnostic, paint);
  const { span, severity, code, message, label, expected, actual, related = [], help } = diagnostic;
  const color = paint[severity];
  const lines = [`${color(`${severity}`)} ${paint.faint(code)}`, `  ${paint.strong(message)}`];
  if (span) {
    const text = sources.get(span.file);
    lines.push(`  ${paint.faint('at')} ${span.file}:${span.line}:${span.column}`);
    if (text !== undefined) lines.push('', printFrame(text, span, { label: label ?? '', color, paint }));
  }
  const facts = [
    ...(expected === undefined ||
    actual === undefined ||
    (message.includes(expected) && message.includes(actual))
      ? []
      : [`${paint.faint('expected')} ${expected}`, `${paint.faint('actual  ')} ${actual}`]),
    ...related.map((other) => `${paint.faint('see     ')} ${place(other.span)}: ${other.message}`),
    ...(help ? [`${paint.help('help    ')} ${help}`] : []),
  ];
  if (facts.length > 0) lines.push('', ...facts.map((fact) => `  ${fact}`));
  return lines.join('\n');
}

const place = ({ file, line, column }: NonNullable<Diagnostic['span']>): string =>
  `${file}:${line}:${column}`;

function counts(diagnostics: readonly Diagnostic[], paint: Paint): string {
  const parts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const number = count(diagnostics, severity);
    if (number === 0) return [];
    const noun = severity === 'info' ? 'note' : severity;
    return [paint[severity](`${number} ${noun}${number === 1 ? '' : 's'}`)];
  });
  return parts.join(', ');
}
