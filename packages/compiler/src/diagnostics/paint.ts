// Colours of diagnostics on a terminal.
export type Brush = (text: string) => string;

export interface Paint {
  readonly error: Brush;
  readonly warning: Brush;
  readonly info: Brush;
  readonly help: Brush;
  readonly strong: Brush;
  readonly faint: Brush;
}

/** Brushes that colour, or that leave text as it is. */
export function paints(color: boolean): Paint {
  const brush =
    (on: number, off: number): Brush =>
    (text) =>
      color && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    error: brush(31, 39),
    warning: brush(33, 39),
    info: brush(36, 39),
    help: brush(32, 39),
    strong: brush(1, 22),
    faint: brush(2, 22),
  };
}
