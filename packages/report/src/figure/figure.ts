// A figure of the report: a chart with its title, its legend, words on how to read it, and its numbers as a table.
import type { Canvas } from '../chart/draw-svg.js';

export interface Figure {
  readonly title: string;
  /** How to read it, and what it says in numbers. */
  readonly caption: string;
  /** The chart in every layout of its size: which one is seen depends on the width of the card. */
  readonly drawings: readonly Drawing[];
  readonly legend: readonly LegendEntry[];
  readonly table?: NumberTable;
  /** `wide`: alone in its row. */
  readonly size: 'normal' | 'small' | 'wide';
}

export interface Drawing {
  readonly layout: 'roomy' | 'middle' | 'narrow';
  readonly svg: string;
}

export interface LegendEntry {
  readonly text: string;
  readonly color: string;
  readonly look: 'line' | 'dashed' | 'block' | 'point' | 'ring';
}

export interface NumberTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

interface Layout extends Pick<Canvas, 'width' | 'height'> {
  readonly layout: Drawing['layout'];
}

/** Letters are as large as those of the page where a card is about as wide as the canvas: the style sheet chooses by that. */
const layouts: Readonly<Record<Figure['size'], readonly Layout[]>> = {
  normal: [
    { layout: 'roomy', width: 470, height: 260 },
    { layout: 'narrow', width: 330, height: 230 },
  ],
  small: [{ layout: 'roomy', width: 250, height: 150 }],
  wide: [
    { layout: 'roomy', width: 1040, height: 300 },
    { layout: 'middle', width: 640, height: 300 },
    { layout: 'narrow', width: 330, height: 300 },
  ],
};

/** `id` is unique inside the page. Undefined where there is nothing to draw. */
export function drawLayouts(
  size: Figure['size'],
  id: string,
  draw: (place: Omit<Canvas, 'label'>) => string | undefined,
): Figure['drawings'] | undefined {
  const drawings = layouts[size].flatMap(({ layout, ...extent }) => {
    const svg = draw({ id: layout === 'roomy' ? id : `${id}-${layout}`, ...extent });
    return svg === undefined ? [] : [{ layout, svg }];
  });
  return drawings.length === 0 ? undefined : drawings;
}
