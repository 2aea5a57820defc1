// The levels of difficulty that an evaluation reports apart.

/** Difficulties from one to the other, both among them, by name of the range. */
export type DifficultyRanges = Readonly<Record<string, readonly [from: number, to: number]>>;

/** Most levels of difficulty that are reported apart where the definition names no ranges. */
const MOST_LEVELS = 12;

/** The ranges of the definition, or one for each whole number where problems state few difficulties: from it to the next. */
export function difficultyRanges(
  named: DifficultyRanges,
  problems: Iterable<{ readonly difficulty?: number }>,
): DifficultyRanges {
  if (Object.keys(named).length > 0) return named;
  const stated = Array.from(problems).flatMap(({ difficulty }) =>
    difficulty === undefined ? [] : [difficulty],
  );
  const levels = new Set(stated.map(Math.floor));
  if (levels.size < 2 || levels.size > MOST_LEVELS) return named;
  const ascending = [...levels].sort((a, b) => a - b);
  const isWhole = stated.every(Number.isInteger);
  const end = (level: number): number => (isWhole ? level : level + 1 - 1e-9);
  return Object.fromEntries(ascending.map((level) => [`level ${level}`, [level, end(level)] as const]));
}
