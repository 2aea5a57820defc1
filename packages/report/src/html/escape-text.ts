// Text that others wrote, made harmless for a page.
import { showHidden } from '@allot/spec';

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
