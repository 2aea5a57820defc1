// Some of the rows of a file of cases, as rows of their own.
import type { ShapeRows } from '@allot/spec';

type Columns = Readonly<Record<string, ArrayLike<number>>>;

/** The rows at these places, ascending, with their tokens. */
export function rowsAt(rows: ShapeRows, places: readonly number[]): ShapeRows {
  const { fields, group, signals, state, responses } = rows;
  const at = (columns: Columns): Columns =>
    Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [
        name,
        Float64Array.from(places, (place) => column[place] as number),
      ]),
    );
  const order = new Map(places.map((place, row) => [place, row]));
  const tokens = Array.from(responses?.row ?? []).flatMap((row, token) => (order.has(row) ? [token] : []));
  const ofTokens = (columns: Columns): Columns =>
    Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [
        name,
        Float64Array.from(tokens, (token) => column[token] as number),
      ]),
    );
  return {
    length: places.length,
    fields: at(fields as Columns),
    ...(group ? { group: places.map((place) => group[place] as number | string) } : {}),
    ...(signals ? { signals: at(signals) } : {}),
    ...(state ? { state: at(state) } : {}),
    ...(responses
      ? {
          responses: {
            row: Int32Array.from(tokens, (token) => order.get(responses.row[token] as number) as number),
            fields: ofTokens(responses.fields as Columns),
            signals: ofTokens(responses.signals ?? {}),
          },
        }
      : {}),
  };
}
