// The three formats of diagnostics.
import type { Diagnostic } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import { renderDiagnostics } from './render.js';

const text = 'name: quick\nsteps: 2k\nseed: 1\n';
const sources = new Map([['a.yaml', text]]);
const diagnostic: Diagnostic = {
  code: 'schema/wrong-type',
  severity: 'error',
  message: '`steps` must be a number',
  span: { file: 'a.yaml', line: 2, column: 8, endLine: 2, endColumn: 10 },
  label: 'not a number',
  expected: 'a count',
  actual: 'the text "2k"',
  related: [{ span: { file: 'a.yaml', line: 1, column: 1, endLine: 1, endColumn: 5 }, message: 'the name' }],
  help: 'Write 2000.',
};

const pretty = (changes: Partial<Diagnostic>, from: ReadonlyMap<string, string> = sources): string =>
  renderDiagnostics([{ ...diagnostic, ...changes }], from, { format: 'pretty', color: false });

describe('renderDiagnostics', () => {
  test('pretty', () => {
    expect(pretty({})).toMatchInlineSnapshot(`
      "error schema/wrong-type
        \`steps\` must be a number
        at a.yaml:2:8

          1 | name: quick
        > 2 | steps: 2k
            |        ^^ not a number
          3 | seed: 1

        expected a count
        actual   the text "2k"
        see      a.yaml:1:1: the name
        help     Write 2000.

      1 error"
    `);
  });

  test('pretty without a place, or without its source', () => {
    const { span: _, ...placeless } = diagnostic;
    expect(renderDiagnostics([placeless], sources, { format: 'pretty', color: false })).not.toContain('|');
    expect(pretty({}, new Map())).toContain('at a.yaml:2:8\n');
  });

  test('a long line is cut around its place', () => {
    const long = `${'x'.repeat(300)}HERE${'y'.repeat(300)}`;
    const span = { file: 'a.yaml', line: 1, column: 301, endLine: 1, endColumn: 305 };
    const lines = pretty({ span, label: '' }, new Map([['a.yaml', long]])).split('\n');
    const source = lines.find((line) => line.includes('HERE')) as string;
    const marks = lines[lines.indexOf(source) + 1] as string;
    expect(source.length).toBeLessThan(140);
    expect(marks.indexOf('^^^^')).toBe(source.indexOf('HERE'));
  });

  test('a span of several lines is underlined on its first', () => {
    const span = { file: 'a.yaml', line: 1, column: 1, endLine: 3, endColumn: 2 };
    expect(pretty({ span })).toContain('^^^^^^^^^^^ not a number');
  });

  test('colour only where it is asked for', () => {
    expect(pretty({})).not.toContain('\u001b');
    expect(renderDiagnostics([diagnostic], sources, { format: 'pretty', color: true })).toContain(
      '\u001b[31merror',
    );
  });

  test('plain is a line that tools can read, then the help', () => {
    expect(renderDiagnostics([diagnostic], sources, { format: 'plain', color: false })).toBe(
      'a.yaml:2:8: error schema/wrong-type `steps` must be a number\n  help: Write 2000.',
    );
  });

  test('JSON is versioned and counts', () => {
    const warning: Diagnostic = { ...diagnostic, severity: 'warning' };
    const printed = renderDiagnostics([diagnostic, warning], sources, { format: 'json', color: false });
    expect(JSON.parse(printed)).toEqual({
      format: 1,
      errors: 1,
      warnings: 1,
      diagnostics: [diagnostic, warning],
    });
  });

  test('counts in words', () => {
    const all = [diagnostic, diagnostic, { ...diagnostic, severity: 'warning' as const }];
    const printed = renderDiagnostics(all, sources, { format: 'pretty', color: false });
    expect(printed.split('\n').at(-1)).toBe('2 errors, 1 warning');
    expect(renderDiagnostics([], sources, { format: 'pretty', color: false })).toBe('');
  });
});
