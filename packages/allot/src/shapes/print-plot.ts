// A shape as a plot for a terminal: a line a tier, wrong answers dashed, budgets on the axis, crossings as circles.
import { type ShapeCurve, type ShapeCurves, shapeScale, wrapText } from '@allot/report';
import { styles } from '../cli/styles.js';
import { BrailleCanvas, type Ink } from './braille-canvas.js';
import type { TextOptions } from './print-template.js';

const rows = 18;

/** Lines of text, without a line end after the last. */
export function printPlot(shape: ShapeCurves, { color, columns }: TextOptions): string {
  const { dim } = styles(color);
  const up = shapeScale(shape.curves, 5);
  const labels = up.ticks.map((tick) => String(tick));
  const gutter = Math.max(...labels.map((label) => label.length)) + 1;
  const canvas = new BrailleCanvas(Math.max(30, Math.min(columns, 100) - gutter - 3), rows);
  const inks = inksOf(color);
  const frame: Frame = { canvas, shape, low: up.min, high: up.max, ink: (curve) => inks.of(curve) };
  for (const curve of shape.curves.toReversed()) drawCurve(frame, curve);
  for (const { tokens, value } of shape.crossings)
    canvas.write(columnOf(frame, tokens), rowOf(frame, value), '○', (text) => text);
  writeLetters(frame);
  const tickRows = new Map(up.ticks.map((tick, index) => [rowOf(frame, tick), labels[index] as string]));
  const lines = canvas
    .lines((column, row) => (tickRows.has(row) && column % 3 === 0 ? dim('·') : ' '))
    .map((line, row) => `${(tickRows.get(row) ?? '').padStart(gutter)} ${dim('│')}${line}`.trimEnd());
  return [
    `${' '.repeat(gutter + 1)}${shape.kind}`,
    ...lines,
    ...printAxis(frame, gutter, dim),
    '',
    ...printLegend(frame, Math.min(columns, 100)),
    ...(shape.reference === undefined
      ? []
      : wrapText(shape.reference, Math.min(columns, 100)).map((line) => dim(line))),
  ].join('\n');
}

interface Frame {
  readonly canvas: BrailleCanvas;
  readonly shape: ShapeCurves;
  readonly low: number;
  readonly high: number;
  readonly ink: (curve: ShapeCurve) => Ink;
}

function inksOf(color: boolean) {
  const { cyan, green, yellow, magenta, red, blue, gray } = styles(color);
  const tiers: readonly Ink[] = [cyan, green, yellow, magenta, red, blue];
  return {
    of: ({ tier, correct }: ShapeCurve): Ink =>
      tier === undefined ? (correct ? cyan : gray) : (tiers[tier % tiers.length] as Ink),
  };
}

/** Distance from the top of the canvas, in dots. */
const heightOf = ({ canvas, low, high }: Frame, value: number): number =>
  Math.round(((high - value) / (high - low)) * (4 * canvas.rows - 1));
const rowOf = (frame: Frame, value: number): number => heightOf(frame, value) >> 2;
const columnOf = ({ canvas, shape }: Frame, tokens: number): number =>
  Math.round((tokens / shape.setting.lMax) * (2 * canvas.columns - 1)) >> 1;

/** Value of a curve at a dot from the left. */
function valueAt({ canvas, shape }: Frame, { values }: ShapeCurve, x: number): number {
  const last = shape.lengths.length - 1;
  return values[Math.round((x / (2 * canvas.columns - 1)) * last)] as number;
}

function drawCurve(frame: Frame, curve: ShapeCurve): void {
  const ink = frame.ink(curve);
  let before: number | undefined;
  for (let x = 0; x < 2 * frame.canvas.columns; x++) {
    const value = valueAt(frame, curve, x);
    const y = Number.isFinite(value) ? heightOf(frame, value) : undefined;
    if (y !== undefined && (curve.correct || x % 6 < 3)) {
      frame.canvas.dot(x, y, ink);
      // Steep stretches are joined, so that a step looks like one.
      const step = Math.sign(y - (before ?? y));
      for (let at = before ?? y; at !== y; at += step) frame.canvas.dot(x, at, ink);
    }
    before = y;
  }
}

const letterOf = (index: number): string => String.fromCodePoint('a'.codePointAt(0)! + (index % 26));

/** Names every tier's curve by a letter, where it is farthest from the others. */
function writeLetters(frame: Frame): void {
  const right = tierCurves(frame.shape);
  for (const [index, curve] of right.entries()) {
    let [best, farthest] = [-1, 0];
    for (let column = 0; column < frame.canvas.columns; column++) {
      const value = valueAt(frame, curve, 2 * column);
      if (!Number.isFinite(value) || frame.canvas.isWritten(column, rowOf(frame, value))) continue;
      const distances = right
        .filter((other) => other !== curve)
        .map((other) =>
          Math.abs(heightOf(frame, valueAt(frame, other, 2 * column)) - heightOf(frame, value)),
        );
      const nearest = Math.min(...distances);
      if (nearest > farthest) [best, farthest] = [column, nearest];
    }
    if (best >= 0)
      frame.canvas.write(
        best,
        rowOf(frame, valueAt(frame, curve, 2 * best)),
        letterOf(index),
        frame.ink(curve),
      );
  }
}

/** Curves of right answers, where tiers have curves of their own. */
const tierCurves = ({ curves }: ShapeCurves): ShapeCurve[] =>
  curves.filter(({ tier, correct }) => correct && tier !== undefined);

/** The axis with its budgets, lengths below it. */
function printAxis(frame: Frame, gutter: number, dim: Ink): string[] {
  const { canvas, shape } = frame;
  const marks = new Map(
    tierCurves(shape).map((curve) => [
      columnOf(frame, shape.setting.budgets[curve.tier as number] as number),
      frame.ink(curve)('┴'),
    ]),
  );
  const axis = Array.from({ length: canvas.columns }, (_, column) => marks.get(column) ?? dim('─')).join('');
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * shape.setting.lMax));
  let text = '';
  for (const tick of ticks) {
    const label = String(tick);
    const start = Math.min(columnOf(frame, tick), canvas.columns - label.length);
    if (start >= text.length + Number(text !== '')) text = text.padEnd(start) + label;
  }
  const left = ' '.repeat(gutter + 1);
  return [`${left}${dim('└')}${axis}`, `${left} ${text}`, `${left} ${'tokens'.padStart(canvas.columns)}`];
}

function printLegend(frame: Frame, width: number): string[] {
  const { shape } = frame;
  const right = tierCurves(shape);
  const entries = shape.curves
    .filter(({ tier, correct }) => correct || tier === undefined)
    .map((curve): readonly [text: string, ink: Ink] => {
      if (!curve.correct) return ['╌╌ wrong', frame.ink(curve)];
      if (curve.tier === undefined) return ['── right', frame.ink(curve)];
      return [
        `${letterOf(right.indexOf(curve))} ┴ budget ${shape.setting.budgets[curve.tier]}`,
        frame.ink(curve),
      ];
    });
  const plain: Ink = (text) => text;
  if (shape.curves.some(({ tier, correct }) => !correct && tier !== undefined))
    entries.push(['╌╌ wrong', plain]);
  if (shape.crossings.length > 0) entries.push(['○ tiers change places', plain]);
  const lines: string[] = [];
  let room = 0;
  for (const [text, ink] of entries) {
    if (lines.length > 0 && room + 3 + text.length <= width) {
      lines[lines.length - 1] += `   ${ink(text)}`;
      room += 3 + text.length;
    } else {
      lines.push(ink(text));
      room = text.length;
    }
  }
  return lines;
}
