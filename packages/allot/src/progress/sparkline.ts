// A curve in one line of text: the height of each character is the mean of its part of the values.

const levels = { unicode: '▁▂▃▄▅▆▇█', ascii: '_.-:=+*#' } as const;

/** At most `width` characters, the oldest value on the left; from the lowest value to the highest. */
export function sparkline(values: readonly number[], width: number, unicode: boolean): string {
  const finite = values.filter(Number.isFinite);
  const means = meansOf(finite, Math.min(width, finite.length));
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const glyphs = unicode ? levels.unicode : levels.ascii;
  const top = glyphs.length - 1;
  const level = (value: number): number =>
    high > low ? Math.round(top * ((value - low) / (high - low))) : Math.floor(top / 2);
  return means.map((value) => glyphs.charAt(level(value))).join('');
}

/** Means of `count` parts of equal size, or nearly. */
function meansOf(values: readonly number[], count: number): number[] {
  const bound = (part: number): number => Math.floor((part * values.length) / count);
  return Array.from({ length: count }, (_, part) => {
    const own = values.slice(bound(part), bound(part + 1));
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  });
}
