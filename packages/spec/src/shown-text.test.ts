// What others wrote is shown, and never a command to the terminal.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { showHidden, showHiddenButStyles, showText } from './shown-text.js';

const [esc, bell] = ['\u001b', '\u0007'];

test.each([
  [`a${esc}[2Jb`, 'a\ufffd[2Jb'],
  [`${esc}]0;title${bell}`, '\ufffd]0;title\ufffd'],
  ['\u009b31m', '\ufffd31m'],
  ['x\ry', 'x\ufffdy'],
  ['\u202eevil', '\ufffdevil'],
  ['a\tb\nc', 'a\tb\nc'],
])('%j', (text, shown) => {
  expect(showHidden(text)).toBe(shown);
  expect(showHiddenButStyles(text)).toBe(shown);
});

test('styles stay, and nothing else that begins with an escape', () => {
  const styled = `${esc}[1m${esc}[38;5;12mbold${esc}[0m`;
  expect(showHiddenButStyles(styled)).toBe(styled);
  expect(showHiddenButStyles(`${esc}[31;${esc}[2K`)).toBe('\ufffd[31;\ufffd[2K');
});

test('no text keeps a control character, and showText gives one line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(showHidden(text)).not.toMatch(/(?![\t\n])\p{Cc}/u);
      expect(showText(text)).not.toMatch(/[\n\r]/);
    }),
  );
});
