// A chart as an SVG file of its own: title, legend, chart, notes; light and dark as its reader prefers.
import type { Canvas } from '../chart/draw-svg.js';
import { palette } from '../chart/palette.js';
import { escapeText } from '../html/escape-text.js';
import { colors } from '../html/style.js';
import { wrapText } from '../table/align.js';

export interface SvgFile {
  readonly title: string;
  readonly subtitle: string;
  /** Text alternative. */
  readonly label: string;
  readonly legend: readonly LegendItem[];
  /** Words below the chart. */
  readonly notes?: string | undefined;
  readonly chartHeight: number;
  readonly draw: (canvas: Canvas) => string;
}

export interface LegendItem {
  readonly text: string;
  /** What stands before the text, 20 pixels wide. */
  readonly mark: (x: number, y: number) => string;
}

const width = 760;
const margin = 16;
const legendLine = 20;
const noteLine = 17;
/** Characters of a line of notes. */
const noteLength = 112;

/** The file's text. */
export function svgFile({
  title,
  subtitle,
  label,
  legend,
  notes: words,
  chartHeight,
  draw,
}: SvgFile): string {
  const placedLegend = layOut(legend);
  const top = 34 + placedLegend.lines * legendLine + 8;
  const notes = words === undefined ? [] : wrapText(words, noteLength);
  const height = top + chartHeight + 12 + noteLine * notes.length;
  const chart = draw({ id: 'plot', width: width - 2 * margin, height: chartHeight, label });
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
<text x="${margin}" y="28" font-size="16" font-weight="650" fill="${palette.ink}">${escapeText(title)}<tspan font-weight="400" font-size="13" fill="${palette.muted}" dx="10">${escapeText(subtitle)}</tspan></text>
${placedLegend.items.join('\n')}
${placed}
${notes.map((note, line) => `<text x="${margin}" y="${top + chartHeight + 14 + noteLine * line}" font-size="12" fill="${palette.muted}">${escapeText(note)}</text>\n`).join('')}</svg>
`;
}

/** A legend entry of a line. */
export function lineItem(
  text: string,
  color: string,
  { width: stroke, dashes }: { readonly width: number; readonly dashes?: string },
): LegendItem {
  const broken = dashes === undefined ? '' : ` stroke-dasharray="${dashes}"`;
  return {
    text,
    mark: (x, y) =>
      `<path d="M${x} ${y}h20" fill="none" stroke="${color}" stroke-width="${stroke}"${broken}/>`,
  };
}

/** A legend entry of a point. */
export const pointItem = (text: string, color: string, hollow: boolean): LegendItem => ({
  text,
  mark: (x, y) =>
    `<circle cx="${x + 13}" cy="${y}" r="6" fill="${hollow ? 'var(--card)' : color}" stroke="${color}" stroke-width="2"/>`,
});

/** Entries side by side, broken into lines by an estimate of their widths. */
function layOut(entries: readonly LegendItem[]): {
  readonly items: readonly string[];
  readonly lines: number;
} {
  let [x, lines] = [margin, entries.length === 0 ? 0 : 1];
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
