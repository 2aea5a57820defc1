// A shape's plot as an SVG file of its own: title, legend, chart; light and dark as its reader prefers.
import { curveColor, drawShape } from '../chart/draw-shape.js';
import { palette } from '../chart/palette.js';
import { escapeText } from '../html/escape-text.js';
import { colors } from '../html/style.js';
import { wrapText } from '../table/align.js';
import type { ShapeCurve, ShapeCurves } from './shape-curves.js';

const width = 760;
const chartHeight = 380;
const margin = 16;
const legendLine = 20;
const noteLine = 17;
/** Characters of a line of notes. */
const noteLength = 112;

/** The file's text. `name` is the template's. */
export function shapeSvg(name: string, shape: ShapeCurves): string {
  const legend = layOut(legendEntries(shape));
  const top = 34 + legend.lines * legendLine + 8;
  const notes = shape.reference === undefined ? [] : wrapText(shape.reference, noteLength);
  const height = top + chartHeight + 12 + noteLine * notes.length;
  const label = `${name}: ${shape.kind} over the length of the response`;
  const chart = drawShape(shape, { id: 'plot', width: width - 2 * margin, height: chartHeight, label });
  const placed = chart.replace(
    '<svg ',
    `<svg x="${margin}" y="${top}" width="${width - 2 * margin}" height="${chartHeight}" `,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeText(label)}">
<style>
:root { color-scheme: light dark; ${colors.light} }
@media (prefers-color-scheme: dark) { :root { ${colors.dark} } }
text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
</style>
<rect width="${width}" height="${height}" rx="10" fill="var(--card)"/>
<text x="${margin}" y="28" font-size="16" font-weight="650" fill="${palette.ink}">${escapeText(name)}<tspan font-weight="400" font-size="13" fill="${palette.muted}" dx="10">${shape.kind} over the length of the response</tspan></text>
${legend.items.join('\n')}
${placed}
${notes.map((note, line) => `<text x="${margin}" y="${top + chartHeight + 14 + noteLine * line}" font-size="12" fill="${palette.muted}">${escapeText(note)}</text>\n`).join('')}</svg>
`;
}

interface LegendEntry {
  readonly text: string;
  readonly mark: (x: number, y: number) => string;
}

function legendEntries({ curves, crossings, setting: { budgets } }: ShapeCurves): LegendEntry[] {
  const line = (curve: ShapeCurve): LegendEntry['mark'] => {
    const dashes = curve.correct ? '' : ' stroke-dasharray="5 4"';
    return (x, y) =>
      `<path d="M${x} ${y}h20" fill="none" stroke="${curveColor(curve, budgets.length)}" stroke-width="${curve.correct ? 2.4 : 1.7}"${dashes}/>`;
  };
  const entries = curves.map((curve): LegendEntry => {
    const answer = curve.correct ? 'right' : 'wrong';
    const text = curve.tier === undefined ? answer : `${answer}, budget ${budgets[curve.tier]}`;
    return { text, mark: line(curve) };
  });
  if (crossings.length === 0) return entries;
  const dot: LegendEntry['mark'] = (x, y) =>
    `<circle cx="${x + 10}" cy="${y}" r="3.5" fill="${palette.card}" stroke="${palette.ink}" stroke-width="1.4"/>`;
  return [...entries, { text: 'tiers change places', mark: dot }];
}

/** Entries side by side, broken into lines by an estimate of their widths. */
function layOut(entries: readonly LegendEntry[]): {
  readonly items: readonly string[];
  readonly lines: number;
} {
  let [x, lines] = [margin, 1];
  const items = entries.map(({ text, mark }) => {
    const room = 26 + 6.6 * text.length + 18;
    if (x > margin && x + room > width) [x, lines] = [margin, lines + 1];
    const y = 30 + lines * legendLine;
    const item = `${mark(x, y - 4)}<text x="${x + 26}" y="${y}" font-size="12.5" fill="${palette.muted}">${escapeText(text)}</text>`;
    x += room;
    return item;
  });
  return { items, lines };
}
