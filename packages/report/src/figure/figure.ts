// A figure of the report: a chart with its title, its legend, words on how to read it, and its numbers as a table.

export interface Figure {
  readonly title: string;
  /** How to read it, and what it says in numbers. */
  readonly caption: string;
  readonly svg: string;
  readonly legend: readonly LegendEntry[];
  readonly table?: NumberTable;
  /** `wide`: alone in its row. */
  readonly size: 'normal' | 'small' | 'wide';
}

export interface LegendEntry {
  readonly text: string;
  readonly color: string;
  readonly look: 'line' | 'dashed' | 'block';
}

export interface NumberTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export const canvasSize = {
  normal: { width: 470, height: 260 },
  small: { width: 250, height: 150 },
  wide: { width: 1040, height: 300 },
} as const;
