// Texts from files, as messages show them.

/** Short, quoted and on one line, whatever it holds. */
export const showText = (text: string): string =>
  JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text);
