import { expect, test } from 'vitest';
import { printCsv } from './print-csv.js';

test('what has commas, quotes or lines is quoted', () => {
  expect(
    printCsv(
      ['a', 'b,c'],
      [
        [1.5, 'say "x"'],
        [null, 'two\nlines'],
        [true, [1, 2]],
      ],
    ),
  ).toBe('a,"b,c"\n1.5,"say ""x"""\n,"two\nlines"\ntrue,"[1,2]"');
});
