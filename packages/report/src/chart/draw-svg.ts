// Draws an ECharts option as inline SVG that is the same every time and carries nothing but shapes and text.

import { showHidden } from '@allot/spec';
import type { EChartsOption } from 'echarts';
import { init } from 'echarts/dist/echarts.esm.min.mjs';
import { escapeText } from '../html/escape-text.js';

export interface Canvas {
  /** Unique inside the page; prefixes the ids of clip paths. */
  readonly id: string;
  /** Pixels; the SVG scales with its place. */
  readonly width: number;
  readonly height: number;
  /** Text alternative. */
  readonly label: string;
}

/** The parts of an ECharts option that the report's charts use. */
export interface DrawOption {
  readonly grid: object;
  readonly xAxis: object;
  readonly yAxis: object;
  readonly series: readonly object[];
}

export function drawSvg(option: DrawOption, { id, width, height, label }: Canvas): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    const quiet = { animation: false, textStyle: { fontFamily: 'inherit' }, ...option };
    chart.setOption(quiet as unknown as EChartsOption);
    return inlineSvg(chart.renderToSVGString(), id, width, height, label);
  } finally {
    chart.dispose();
  }
}

/** ECharts numbers its ids over the life of the process and adds hover styles: neither belongs into a page. */
function inlineSvg(svg: string, id: string, width: number, height: number, label: string): string {
  const inner = showHidden(svg)
    .replace(/^<svg[^>]*>/, '')
    .replace(/<style\s*>[\s\S]*?<\/style>/g, '')
    .replace(/<rect [^>]*fill="none"><\/rect>/, '')
    .replace(/ (?:class|pointer-events|ecmeta_\w+|xml:space)="[^"]*"/g, '')
    .replace(/zr\d+-c/g, `${id}-c`)
    .replace(/font-family:inherit;/g, '')
    .replace(/\n+/g, '');
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeText(label)}">${inner}`;
}
