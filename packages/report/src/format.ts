// Numbers as people read them: one place decides digits, signs and units.

/** The value if it is a finite number; JSON turns NaN and infinities into null, and metrics may be absent. */
export const finite = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const minus = '\u2212';

/** `2,048`. */
export const formatCount = (value: number): string => grouped.format(value).replace('-', minus);

/** A number with a fixed count of digits and a true minus sign. */
export function formatFixed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `${minus}${text}` : text;
}

/** Like formatFixed, always with a sign: `+6.9`. */
export function formatSigned(value: number, digits: number): string {
  const text = formatFixed(value, digits);
  return text.startsWith(minus) || Number(text) === 0 ? text : `+${text}`;
}

/** A share as a percentage: 0.826 gives `82.6%`. */
export const formatShare = (share: number, digits = 1): string => `${formatFixed(100 * share, digits)}%`;

/** Mean tokens: one decimal below 100, whole and grouped from there on. */
export const formatTokens = (tokens: number): string =>
  Math.abs(tokens) < 99.95 ? formatFixed(tokens, 1) : formatCount(tokens);

/** A metric of unknown size: three significant digits, scientific where it is tiny or huge. */
export function formatMetric(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return formatExponential(value, 2);
  if (size >= 1000) return formatCount(value);
  const digits = size === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(size)));
  return trimZeros(formatFixed(value, digits));
}

/** What a number counts or measures, which decides how it is written. */
export type Unit = 'tokens' | 'share' | 'metric';

export const formatValue = (value: number, unit: Unit): string =>
  ({ tokens: formatTokens, share: formatShare, metric: formatMetric })[unit](value);

/** Writes axis ticks alike: with the fewest digits that tell them apart. */
export function tickFormat(ticks: readonly number[], unit: Unit): (tick: number) => string {
  const factor = unit === 'share' ? 100 : 1;
  const largest = Math.max(...ticks.map(Math.abs)) * factor;
  if (unit === 'metric' && largest > 0 && largest < 1e-3)
    return (tick) => (tick === 0 ? '0' : formatExponential(tick, 1));
  const isWhole = (tick: number, digits: number): boolean => {
    const scaled = tick * factor * 10 ** digits;
    return Math.abs(scaled - Math.round(scaled)) < 1e-6;
  };
  const digits = [0, 1, 2, 3, 4, 5].find((count) => ticks.every((tick) => isWhole(tick, count))) ?? 6;
  const suffix = unit === 'share' ? '%' : '';
  const write = largest >= 10_000 ? formatCount : (value: number) => formatFixed(value, digits);
  return (tick) => (tick === 0 ? `0${suffix}` : `${write(tick * factor)}${suffix}`);
}

const formatExponential = (value: number, digits: number): string =>
  value
    .toExponential(digits)
    .replace(/\.?0*e/, 'e')
    .replace('e+', 'e')
    .replaceAll('-', minus);

const trimZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

/** `4 min 12 s`, `2 h 05 min`, `38 s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}

/** Bytes as `1.5 GiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

/** `2026-11-23 17:44` of an ISO 8601 time; the text itself if it is none. */
export function formatTime(time: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(time);
  return match ? `${match[1]} ${match[2]} UTC` : time;
}

/** `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
