import { expect, test } from 'vitest';
import { bytes, count, duration, percent } from './numbers.js';

test.each([
  [0, '0 s'],
  [59.4, '59 s'],
  [59.6, '1 min 00 s'],
  [185, '3 min 05 s'],
  [3600, '1 h 00 min'],
  [7199, '2 h 00 min'],
  [-3, '0 s'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [1.5 * 2 ** 30, '1.5 GiB'],
  [2 ** 55, '32768.0 TiB'],
])('%d bytes are %s', (value, text) => {
  expect(bytes(value)).toBe(text);
});

test('counts are grouped, shares are percent', () => {
  expect(count(38400)).toBe('38,400');
  expect(percent(0.8826)).toBe('88.3%');
});
