import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadPolicies } from './load-policies.js';
import { parsePolicyPlace } from './policy-place.js';

it.each([
  ['runs/a-1', { name: 'a-1', named: false, places: [{ folder: 'runs/a-1' }] }],
  ['runs/a-1@25', { name: 'a-1@25', named: false, places: [{ folder: 'runs/a-1', step: 25 }] }],
  [
    'runs/a-1:budget=64',
    { name: 'a-1 budget=64', named: false, places: [{ folder: 'runs/a-1', mode: 'budget=64' }] },
  ],
  [
    'mine=runs/a-1@0:natural',
    { name: 'mine', named: true, places: [{ folder: 'runs/a-1', step: 0, mode: 'natural' }] },
  ],
  [
    'mine=e/math,e/gsm8k',
    { name: 'mine', named: true, places: [{ folder: 'e/math' }, { folder: 'e/gsm8k' }] },
  ],
  ['/r/checkpoints/000025', { name: 'r@25', named: false, places: [{ folder: '/r', step: 25 }] }],
  ['/r/checkpoints/000025/', { name: 'r@25', named: false, places: [{ folder: '/r', step: 25 }] }],
])('%s', (words, place) => {
  expect(parsePolicyPlace(words)).toEqual(place);
});

it('takes a folder that is there as it is called', async () => {
  const home = await mkdtemp(join(tmpdir(), 'allot-place-'));
  const odd = join(home, 'a=b,c@3:natural');
  await mkdir(odd);
  expect(parsePolicyPlace(odd)).toEqual({ name: 'a=b,c@3:natural', named: false, places: [{ folder: odd }] });
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

it('refuses a name that is given to two policies', async () => {
  const [policies, diagnostics] = await loadPolicies(['a=x', 'b=y', 'a=z'], undefined);
  expect(policies).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toEqual(['compare/same-name']);
});
