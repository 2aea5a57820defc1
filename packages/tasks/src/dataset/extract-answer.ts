// Answers that stand inside a longer text: declared ways to take them out.
import type { AnswerExtraction } from '@allot/spec';

/** The answer, trimmed; undefined where the text has none. */
export const extractAnswer = (text: string, how: AnswerExtraction): string | undefined =>
  (how === 'last-boxed' ? lastBoxed(text) : afterHashes(text)) || undefined;

/** The inside of the last `\boxed{...}` or `\fbox{...}` whose braces close; `\boxed 5` has one token. */
export function lastBoxed(text: string): string | undefined {
  const start = Math.max(text.lastIndexOf('\\boxed'), text.lastIndexOf('\\fbox'));
  if (start < 0) return undefined;
  const rest = text.slice(start).replace(/^\\(?:boxed|fbox)\s*/, '');
  if (!rest.startsWith('{')) return /^[^\s$]+/.exec(rest)?.[0];
  let depth = 0;
  for (let at = 0; at < rest.length; at++) {
    const character = rest[at];
    if (character === '\\') at++;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return rest.slice(1, at).trim();
  }
  return undefined;
}

/** What follows the last `####` on its line. */
export function afterHashes(text: string): string | undefined {
  const start = text.lastIndexOf('####');
  return start < 0
    ? undefined
    : text
        .slice(start + 4)
        .split('\n')[0]
        ?.trim();
}
