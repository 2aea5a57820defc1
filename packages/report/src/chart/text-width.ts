// How wide a text is at most: nothing measures letters while a page is written, and its reader's font is not known.

/** Parts of the letter size, in the widest of the fonts that systems set their pages in (DejaVu Sans, Verdana). */
const widths: readonly (readonly [letters: RegExp, width: number])[] = [
  [/[ijl.,:;'’|![\]() ]/, 0.4],
  [/[fIrt/-]/, 0.45],
  [/[%mwMW@]/, 0.98],
  [/[+−=<>×≥≤–]/, 0.84],
  [/[0-9a-z_"?*]/, 0.64],
  [/[A-Z&$#]/, 0.8],
];

/** Of a letter of other scripts, and of whatever else. */
const widest = 1.1;

/** Pixels. */
export const textWidth = (text: string, size: number): number =>
  Array.from(text).reduce(
    (sum, letter) => sum + size * (widths.find(([letters]) => letters.test(letter))?.[1] ?? widest),
    0,
  );
