// What is wrong with one row of cases: each mistake with its line and column, and only once.
import type { Diagnostic, Span } from '@allot/spec';
import { locateJson } from '@allot/tasks';
import { reportCommand } from '../catalog.js';

export class RowMistakes {
  readonly diagnostics: Diagnostic[] = [];
  readonly #text: string;
  readonly #line: number;
  readonly #file: string;
  readonly #told = new Set<string>();

  constructor(text: string, line: number, file: string) {
    this.#text = text;
    this.#line = line;
    this.#file = file;
  }

  notAnObject(): void {
    const { offset, expected } = locateJson(this.#text).mistake ?? { offset: 0, expected: 'a JSON object' };
    const place = { file: this.#file, line: this.#line, column: offset + 1 };
    this.diagnostics.push(
      reportCommand('cases/bad-json', { ...place, expected }, { span: this.#span(offset, offset + 1) }),
    );
  }

  wrongValue(field: string, value: unknown, expected: string): void {
    if (this.#told.has(field)) return;
    this.#told.add(field);
    const { place, span } = this.#member(field);
    const actual = describe(value);
    this.diagnostics.push(
      reportCommand('cases/wrong-value', { ...place, field, actual, expected }, { span, expected, actual }),
    );
  }

  misspelt(name: string, field: string): void {
    const { place, span } = this.#member(name);
    this.diagnostics.push(reportCommand('cases/misspelt-field', { ...place, name, field }, { span }));
  }

  missing(field: string): void {
    const names =
      field === 'tier' ? 'field "tier", nor "budget", from which it would follow' : `field "${field}"`;
    const span = this.#span(0, this.#text.length);
    this.diagnostics.push(
      reportCommand('cases/missing-field', { file: this.#file, line: this.#line, names, field }, { span }),
    );
  }

  /** Where the value of a member stands. */
  #member(name: string) {
    const [from, to] = locateJson(this.#text).values.get(name) ?? [0, this.#text.length];
    return { place: { file: this.#file, line: this.#line, column: from + 1 }, span: this.#span(from, to) };
  }

  #span(from: number, to: number): Span {
    const [file, line] = [this.#file, this.#line];
    return { file, line, column: from + 1, endLine: line, endColumn: to + 1 };
  }
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'a number too large to hold';
  if (typeof value === 'string') return 'text';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
