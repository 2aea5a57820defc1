// Where the fields of one CSV record stand in its text, quotes included.

/** Offsets [start, end) of each field. */
export function csvFieldPlaces(text: string, delimiter: string): readonly (readonly [number, number])[] {
  const places: (readonly [number, number])[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    // A doubled quote closes and opens again.
    if (text[at] === '"') quoted = !quoted;
    else if (!quoted && text.startsWith(delimiter, at)) {
      places.push([start, at]);
      start = at + delimiter.length;
      at = start - 1;
    }
  }
  places.push([start, text.length]);
  return places;
}
