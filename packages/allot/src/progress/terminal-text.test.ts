import { expect, test } from 'vitest';
import { usesUnicode } from './terminal-text.js';

test.each([
  [{ LANG: 'en_US.UTF-8' }, 'linux', true],
  [{ LANG: 'de_DE.utf8' }, 'darwin', true],
  [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, 'linux', false],
  [{ LANG: 'C', LC_CTYPE: 'C.UTF-8' }, 'linux', true],
  [{ LANG: 'de_DE.ISO-8859-1' }, 'linux', false],
  [{ LANG: '' }, 'linux', true],
  [{ TERM: 'linux' }, 'linux', false],
  [{ WT_SESSION: '1' }, 'win32', true],
  [{}, 'win32', false],
] as const)('%j on %s: %s', (environment, platform, expected) => {
  expect(usesUnicode(environment, platform)).toBe(expected);
});
