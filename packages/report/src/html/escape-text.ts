// Text that others wrote, made harmless for a page.

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes markup, after `showHidden`. */
export const escapeText = (text: string): string =>
  showHidden(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** Control characters, lone surrogates, and characters that reorder the text around them, become U+FFFD. */
export const showHidden = (text: string): string =>
  text.replace(/(?![\t\n])[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, '\ufffd');
