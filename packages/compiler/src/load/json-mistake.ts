// Whether a definition in a .json file is JSON.
import type { Diagnostic } from '@allot/spec';
import { report } from '../diagnostics/report.js';
import { spanMaker } from './spans.js';

/** Where the text is no JSON, at the place of its first mistake; undefined where it is, or is empty. */
export function jsonMistake(file: string, text: string): Diagnostic | undefined {
  if (text.trim() === '') return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    const at = Number(/at position (\d+)/.exec(message)?.[1] ?? placeOf(message, text));
    const span = spanMaker(file, text)(at, Math.min(at + 1, text.length));
    const found = at < text.length ? JSON.stringify(text.charAt(at)) : 'the end of the file';
    return report('json/syntax', { problem: `${found} is not expected here` }, { span });
  }
}

/** V8 says either a position, or the token, or that the text ends too early. */
function placeOf(message: string, text: string): number {
  const token = /^Unexpected token '(.)'/su.exec(message)?.[1];
  const at = token === undefined ? -1 : text.indexOf(token);
  return at < 0 ? text.length : at;
}
