import { expect, test } from 'vitest';
import { chooseMiniature } from './miniature-flags.js';

test('without --miniature nothing is chosen, and its flags are mistakes', () => {
  expect(chooseMiniature('hbpo', {})).toBeUndefined();
  expect(chooseMiniature('hbpo', { seeds: 2 })).toBe('--seeds belongs to --miniature');
  expect(chooseMiniature(undefined, { pageOnly: true })).toBe('--page-only belongs to --miniature');
});

test('three seeds in runs/miniature, unless said otherwise', () => {
  expect(chooseMiniature('hbpo', { miniature: true })).toEqual({
    out: 'runs/miniature',
    seeds: 3,
    pageOnly: false,
  });
  expect(chooseMiniature('hbpo', { miniature: true, out: 'there', seeds: 1, pageOnly: true })).toEqual({
    out: 'there',
    seeds: 1,
    pageOnly: true,
  });
});

test('only HBPO has a miniature', () => {
  expect(chooseMiniature('l1-exact', { miniature: true })).toContain('only hbpo has a miniature');
  expect(chooseMiniature(undefined, { miniature: true })).toContain('only hbpo has a miniature');
});

test('flags that would change its runs are mistakes, and not ignored', () => {
  const mistakes = { run: true, set: [], engine: 'torch', allowCommands: true, types: false };
  expect(
    Object.entries(mistakes).map(([flag, value]) => {
      const flags = { miniature: true, types: true, [flag]: value };
      return chooseMiniature('hbpo', flags);
    }),
  ).toEqual(
    ['--run', '--set', '--engine', '--allow-commands', '--no-types'].map(
      (flag) => `${flag} does not go with --miniature, whose runs are all alike`,
    ),
  );
});
