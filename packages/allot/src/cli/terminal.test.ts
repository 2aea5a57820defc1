import { describe, expect, test } from 'vitest';
import { colorFlag, usesColor } from './terminal.js';

describe('usesColor', () => {
  test.each([
    ['a terminal', undefined, {}, true, true],
    ['a pipe', undefined, {}, false, false],
    ['NO_COLOR on a terminal', undefined, { NO_COLOR: '1' }, true, false],
    ['an empty NO_COLOR counts for nothing', undefined, { NO_COLOR: '' }, true, true],
    ['NO_COLOR wins over FORCE_COLOR', undefined, { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['FORCE_COLOR in a pipe', undefined, { FORCE_COLOR: '1' }, false, true],
    ['a dumb terminal', undefined, { TERM: 'dumb' }, true, false],
    ['--color wins over NO_COLOR', true, { NO_COLOR: '1' }, false, true],
    ['--no-color wins over FORCE_COLOR', false, { FORCE_COLOR: '1' }, true, false],
  ])('%s', (_, flag, environment, interactive, expected) => {
    expect(usesColor(flag, environment, interactive)).toBe(expected);
  });
});

test('the last color flag counts, and none after --', () => {
  expect(colorFlag(['run', 'x.ts'])).toBeUndefined();
  expect(colorFlag(['--color', 'run', '--no-color'])).toBe(false);
  expect(colorFlag(['--no-color', 'run', '--color'])).toBe(true);
  expect(colorFlag(['check', '--', '--color'])).toBeUndefined();
});
