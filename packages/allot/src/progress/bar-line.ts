// One line of the progress on a terminal, fitted to its width: a label, a bar or a curve, a text.
import { styles } from '../cli/styles.js';
import { sparkline } from './sparkline.js';
import { barText } from './terminal-text.js';
import type { Trend } from './trends.js';

export interface BarLine {
  readonly label: string;
  readonly text: string;
  /** Drawn in place of a bar. */
  readonly trend?: Trend | undefined;
}

export interface BarLook {
  readonly color: boolean;
  readonly unicode: boolean;
  /** Width of the terminal in characters. */
  readonly columns: number;
}

const labelWidth = 9;
const widestBar = 24;
const widestCurve = 48;

/** Characters beside the label. */
export const roomForText = (columns: number): number => columns - labelWidth - 2;

/** `value` of `total` as a bar; a line without a total has none. No line is wider than the terminal: text that is cut ends in dots. */
export function printBarLine(
  { label, text, trend }: BarLine,
  { value, total }: { readonly value: number; readonly total: number },
  look: BarLook,
): string {
  const { bold, dim, green } = styles(look.color);
  const room = roomForText(look.columns);
  const head = bold(label.padEnd(labelWidth).slice(0, Math.max(0, look.columns - 1)));
  if (room <= 0) return head;
  if (trend) return `${head} ${printTrend(trend, room, look)}`;
  if (total <= 0) return `${head} ${fitText(text, room, look)}`;
  const { done, open } = barText(look.unicode);
  const width = Math.min(widestBar, Math.max(4, room - text.length - 1), room);
  const filled = Math.round((width * Math.min(value, total)) / total);
  const bar = `${green(done.repeat(filled))}${dim(open.repeat(width - filled))}`;
  return `${head} ${bar} ${fitText(text, room - width - 1, look)}`;
}

function fitText(text: string, room: number, { unicode }: BarLook): string {
  if (text.length <= room) return text;
  const { more } = barText(unicode);
  return `${text.slice(0, Math.max(0, room - more.length))}${more}`.slice(0, Math.max(0, room));
}

/** The curve, with its first and its last value where there is room. */
function printTrend({ values, write }: Trend, room: number, { color, unicode }: BarLook): string {
  const { cyan, dim } = styles(color);
  const [first, last] = [write(values[0] ?? 0), write(values.at(-1) ?? 0)];
  const ends =
    [`${first} ${barText(unicode).arrow} ${last}`, last, ''].find((text) => room - text.length > 8) ?? '';
  const curve = sparkline(values, Math.max(1, Math.min(widestCurve, room - ends.length - 1)), unicode);
  return `${cyan(curve)} ${dim(ends)}`;
}
