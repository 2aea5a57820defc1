// "Did you mean": the nearest of the known names, by edit distance.
import { distance } from 'fastest-levenshtein';

/** The candidate most like `text`; undefined when none is near: at most a third of the letters may differ. */
export function nearestName(text: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(text.length / 3)) + 1;
  for (const candidate of candidates) {
    const edits = countEdits(text.toLowerCase(), candidate.toLowerCase());
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

/** Edit distance in which swapped letters, the commonest slip, count once. */
const countEdits = (a: string, b: string): number =>
  a !== b && sortLetters(a) === sortLetters(b) ? 1 : distance(a, b);

const sortLetters = (text: string): string => Array.from(text).sort().join('');

/** "Did you mean `x`?" or, when nothing is near, the list of what there is. */
export function adviseName(text: string, candidates: Iterable<string>): string {
  const names = [...candidates];
  const nearest = nearestName(text, names);
  if (nearest !== undefined) return `Did you mean \`${nearest}\`?`;
  if (names.length === 0) return 'Remove it.';
  return `Known: ${names.map((name) => `\`${name}\``).join(', ')}.`;
}
