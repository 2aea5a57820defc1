import { expect, test } from 'vitest';
import { createNames, snakeCase } from './names.js';

test.each([
  ['lMax', 'l_max'],
  ['hbpo-released', 'hbpo_released'],
  ['l1-exact', 'l1_exact'],
  ['HTMLLength2Go', 'html_length2_go'],
  ['lambda', 'lambda_'],
  ['np', 'np_'],
  ['3-steps', 'value_3_steps'],
  ['$_', 'value'],
  ['βeta', 'βeta'],
  ['x = 1; import os', 'x_1_import_os'],
])('%s becomes %s', (name, snake) => {
  expect(snakeCase(name)).toBe(snake);
});

test('a name that is taken gets a number', () => {
  const names = createNames(['mean_of']);
  expect(['meanOf', 'x', 'X', 'x'].map(names.take)).toEqual(['mean_of_2', 'x', 'x_2', 'x_3']);
});
