// Aligned columns of text, coloured after they are measured.

export interface Cell {
  readonly text: string;
  readonly paint?: Paint;
}

export type Paint = 'bold' | 'dim' | 'green' | 'red';

const codes: Readonly<Record<Paint, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  green: [32, 39],
  red: [31, 39],
};

export const paintText = (text: string, paint: Paint | undefined, color: boolean): string =>
  color && paint && text.trim() !== '' ? `\u001b[${codes[paint][0]}m${text}\u001b[${codes[paint][1]}m` : text;

/** Lines of a table: the first column to the left, the others to the right, no trailing blanks. */
export function alignRows(rows: readonly (readonly Cell[])[], color: boolean): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.text.length ?? 0)),
  );
  return rows.map((row) => {
    const cells = row.map(({ text, paint }, column) => {
      const width = widths[column] ?? 0;
      return paintText(column === 0 ? text.padEnd(width) : text.padStart(width), paint, color);
    });
    return cells.join('   ').trimEnd();
  });
}

/** Breaks text at blanks so that no line is longer than `width`, unless one word is. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
