// The texts of a chart with the room that each takes, as its SVG places them.
import { textWidth } from '../src/chart/text-width.js';

export interface PlacedText {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

export function chartTexts(svg: string): PlacedText[] {
  return [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].map(([, attributes = '', text = '']) => {
    const of = (name: string): number => Number(new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1] ?? 0);
    const [, movedX = '0', movedY = '0'] = /translate\((\S+) (\S+)\)/.exec(attributes) ?? [];
    const x = of('x') + Number(movedX);
    const width = textWidth(text, Number(/font-size:(\d+)px/.exec(attributes)?.[1]));
    const anchor = /text-anchor="(\w+)"/.exec(attributes)?.[1];
    const left = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
    return { text, left, right: left + width, y: of('y') + Number(movedY) };
  });
}
