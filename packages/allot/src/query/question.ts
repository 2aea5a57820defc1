// What a flag asks of the runs: a statement with the user's text in it, and where in that text a mistake is.
import type { Span } from '@allot/spec';

export interface Question {
  readonly flag: '--where' | '--sort' | '--sql';
  /** As the user wrote it. */
  readonly text: string;
  /** The statement is `before`, the text, and `after`; what is not empty ends, or begins, with a new line. */
  readonly before: string;
  readonly after: string;
}

/** A query that the user wrote whole. */
export const wholeQuery = (sql: string): Question => ({ flag: '--sql', text: sql, before: '', after: '' });

export const statementOf = ({ before, text, after }: Question): string => `${before}${text}${after}`;

/** The place in the user's text that a message of DuckDB marks with `LINE n:` and a caret; the whole text where it marks none. */
export function placeIn(question: Question, message: string): Span {
  const lines = question.text.split('\n');
  const marked = /^LINE (\d+): (.*)\n( *)\^/m.exec(message);
  if (!marked) return spanOf(question, 1, 1, lines.length, (lines.at(-1) ?? '').length + 1);
  const [, number, shown = '', blanks = ''] = marked;
  const line = Number(number) - question.before.split('\n').length + 1;
  const text = lines[line - 1];
  // What begins behind the text goes wrong at its end.
  if (text === undefined) {
    const last = lines.at(-1) ?? '';
    return spanOf(question, lines.length, last.length + 1, lines.length, last.length + 2);
  }
  // Of a long line DuckDB shows a part, between dots.
  const part = shown.replace(/^\.\.\./, '').replace(/\.\.\.$/, '');
  const cut = shown.startsWith('...') ? 3 : 0;
  const offset = blanks.length - `LINE ${number}: `.length - cut;
  const column = Math.max(0, text.indexOf(part)) + Math.max(0, offset) + 1;
  const length = /^\w+/.exec(text.slice(column - 1))?.[0].length ?? 1;
  return spanOf(question, line, column, line, column + length);
}

const spanOf = (
  { flag }: Question,
  line: number,
  column: number,
  endLine: number,
  endColumn: number,
): Span => ({
  file: flag,
  line,
  column,
  endLine,
  endColumn,
});
