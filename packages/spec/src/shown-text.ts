// Texts from files, as messages show them.

/** Short, quoted and on one line, whatever it holds. */
export const showText = (text: string): string =>
  JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text);

/** Control characters, lone surrogates, and characters that reorder the text around them, become U+FFFD. */
export const showHidden = (text: string): string =>
  text.replace(/(?![\t\n])[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, '\ufffd');

/** Select Graphic Rendition of ECMA-48: what colours and weights are switched by. */
const style = new RegExp(`(${String.fromCodePoint(0x1b)}\\[\\d{1,3}(?:;\\d{1,3}){0,4}m)`);

/** As `showHidden`, for a terminal: colours and weights of ours stay, every other escape sequence is shown. */
export const showHiddenButStyles = (text: string): string =>
  text
    .split(style)
    .map((part, index) => (index % 2 === 1 ? part : showHidden(part)))
    .join('');
