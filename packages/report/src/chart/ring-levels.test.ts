import { expect, it } from 'vitest';
import { ringLevels } from './ring-levels.js';

it('draws points that would cover each other around one another, hollow ones outside', () => {
  const at = (x: number, hollow = false) => ({ x, y: 50, hollow });
  expect(ringLevels([at(10, true), at(10), at(12), at(40)])).toEqual([2, 0, 1, 0]);
  expect(ringLevels([at(10), at(17, true)])).toEqual([0, 0]);
});
