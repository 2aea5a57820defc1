// What came of each hostile case: taken, refused with a place, or a fault of Allot's.
import type { Diagnostic, Span } from '@allot/spec';

export interface Counts {
  readonly what: string;
  readonly tried: number;
  readonly taken: number;
  readonly refused: number;
  readonly slowestSeconds: number;
  readonly faults: readonly string[];
}

export interface Answer {
  readonly taken: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** Texts that spans point into, by name. */
  readonly sources?: ReadonlyMap<string, string>;
}

/** Longest time of one case; what takes longer hangs. */
const MOST_SECONDS = 20;

/** Tries each case; a fault tells what was thrown, or which diagnostic is no good, and the case. */
export async function tryAll<T>(
  what: string,
  cases: Iterable<T>,
  attempt: (hostile: T) => Promise<Answer>,
  show: (hostile: T) => string = String,
): Promise<Counts> {
  let [tried, taken, slowest] = [0, 0, 0];
  const faults: string[] = [];
  for (const hostile of cases) {
    const start = performance.now();
    tried++;
    try {
      const answer = await attempt(hostile);
      if (answer.taken) taken++;
      const fault = faultOf(answer);
      if (fault !== undefined) faults.push(`${fault}\n${shorten(show(hostile))}`);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      faults.push(`thrown: ${text}\n${shorten(show(hostile))}`);
    }
    const seconds = (performance.now() - start) / 1000;
    slowest = Math.max(slowest, seconds);
    if (seconds > MOST_SECONDS) faults.push(`it took ${seconds.toFixed(1)} s\n${shorten(show(hostile))}`);
  }
  return { what, tried, taken, refused: tried - taken, slowestSeconds: slowest, faults };
}

/** What is wrong with an answer; undefined when it is a good one. */
function faultOf({ taken, diagnostics, sources }: Answer): string | undefined {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (!taken && errors.length === 0) return 'refused without an error';
  if (taken && errors.length > 0) return `taken with the error ${errors[0]?.code}`;
  for (const { code, message, help, span } of diagnostics) {
    if (message.trim() === '') return `${code} has no message`;
    if (/\[object |undefined is not|Cannot read prop/.test(`${message} ${help}`))
      return `${code} shows the inside of the program: ${message}`;
    const text = span === undefined ? undefined : sources?.get(span.file);
    if (span !== undefined && text !== undefined && !liesIn(text, span))
      return `${code} has a place outside its file: ${JSON.stringify(span)}`;
  }
  return undefined;
}

/** Lines end where the reader of the file ends them. */
const liesIn = (text: string, span: Span): boolean =>
  [text.split('\n'), text.split(/\r\n|\r|\n/)].some((lines) => liesInLines(lines, span));

function liesInLines(lines: readonly string[], { line, column, endLine, endColumn }: Span): boolean {
  const [first, last] = [lines[line - 1], lines[endLine - 1]];
  if (first === undefined || last === undefined || column < 1) return false;
  const inOrder = line < endLine || (line === endLine && column <= endColumn);
  return inOrder && column <= first.length + 2 && endColumn <= last.length + 2;
}

const shorten = (text: string): string =>
  text.length > 4000 ? `${text.slice(0, 4000)} ... (${text.length})` : text;
