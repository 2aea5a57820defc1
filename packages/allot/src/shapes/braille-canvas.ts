// A canvas of braille dots, two across and four down in every character, with characters written over them.

export type Ink = (text: string) => string;

const bits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

export class BrailleCanvas {
  readonly columns: number;
  readonly rows: number;
  readonly #masks: Uint8Array;
  readonly #inks = new Map<number, Ink>();
  readonly #written = new Map<number, string>();

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.#masks = new Uint8Array(columns * rows);
  }

  /** Sets the dot at x (from the left) and y (from the top); outside the canvas nothing happens. */
  dot(x: number, y: number, ink: Ink): void {
    if (x < 0 || y < 0 || x >= 2 * this.columns || y >= 4 * this.rows) return;
    const cell = (y >> 2) * this.columns + (x >> 1);
    this.#masks[cell] = (this.#masks[cell] as number) | (bits[y & 3]?.[x & 1] ?? 0);
    this.#inks.set(cell, ink);
  }

  /** Writes a character over the dots of a cell. */
  write(column: number, row: number, character: string, ink: Ink): void {
    if (column < 0 || row < 0 || column >= this.columns || row >= this.rows) return;
    const cell = row * this.columns + column;
    this.#written.set(cell, character);
    this.#inks.set(cell, ink);
  }

  isWritten(column: number, row: number): boolean {
    return this.#written.has(row * this.columns + column);
  }

  /** One text a row; empty cells are blanks, or `background` where that gives something. */
  lines(background: (column: number, row: number) => string = () => ' '): string[] {
    return Array.from({ length: this.rows }, (_, row) =>
      Array.from({ length: this.columns }, (_, column) => {
        const cell = row * this.columns + column;
        const mask = this.#masks[cell] as number;
        const character =
          this.#written.get(cell) ?? (mask === 0 ? undefined : String.fromCodePoint(0x2800 + mask));
        return character === undefined
          ? background(column, row)
          : (this.#inks.get(cell)?.(character) ?? character);
      }).join(''),
    );
  }
}
