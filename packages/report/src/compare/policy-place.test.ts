import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsePolicyPlace } from './policy-place.js';

it.each([
  ['runs/a-1', { name: 'a-1', places: [{ folder: 'runs/a-1' }] }],
  ['runs/a-1@25', { name: 'a-1@25', places: [{ folder: 'runs/a-1', step: 25 }] }],
  ['runs/a-1:budget=64', { name: 'a-1 budget=64', places: [{ folder: 'runs/a-1', mode: 'budget=64' }] }],
  ['mine=runs/a-1@0:natural', { name: 'mine', places: [{ folder: 'runs/a-1', step: 0, mode: 'natural' }] }],
  ['mine=e/math,e/gsm8k', { name: 'mine', places: [{ folder: 'e/math' }, { folder: 'e/gsm8k' }] }],
  ['/r/checkpoints/000025', { name: 'r@25', places: [{ folder: '/r', step: 25 }] }],
  ['/r/checkpoints/000025/', { name: 'r@25', places: [{ folder: '/r', step: 25 }] }],
])('%s', (words, place) => {
  expect(parsePolicyPlace(words)).toEqual(place);
});

it('takes a folder that is there as it is called', async () => {
  const home = await mkdtemp(join(tmpdir(), 'allot-place-'));
  const odd = join(home, 'a=b,c@3:natural');
  await mkdir(odd);
  expect(parsePolicyPlace(odd)).toEqual({ name: 'a=b,c@3:natural', places: [{ folder: odd }] });
  await rm(home, { recursive: true });
});

it('has a name and a place for any words', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (words) => {
      const { name, places } = parsePolicyPlace(words);
      expect(name).toBeTypeOf('string');
      expect(places.length).toBeGreaterThan(0);
    }),
  );
});
