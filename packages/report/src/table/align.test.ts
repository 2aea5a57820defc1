import { expect, it } from 'vitest';
import { alignRows, wrapText } from './align.js';

it('aligns the first column to the left, the others to the right', () => {
  const rows = [[{ text: 'all' }, { text: '82.6' }], [{ text: 'medium' }, { text: '7' }], [{ text: 'x' }]];
  expect(alignRows(rows, false)).toEqual(['all      82.6', 'medium      7', 'x']);
});

it('measures before it paints', () => {
  const [line] = alignRows([[{ text: 'a' }, { text: 'b', paint: 'green' }]], true);
  expect(line).toBe('a   \u001b[32mb\u001b[39m');
});

it('wraps at blanks only', () => {
  expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapText('incomprehensible', 5)).toEqual(['incomprehensible']);
});
