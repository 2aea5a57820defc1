import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { faults } from './faults.js';

const root = new URL('../../', import.meta.url);
const pathOf = (file: string): string => fileURLToPath(new URL(file, root));

test.each(faults)('$fault: its tests are there', ({ file, tests }) => {
  expect(existsSync(pathOf(file))).toBe(true);
  expect(readFileSync(pathOf(file), 'utf8')).toContain(tests);
});

test('the page has every fault', () => {
  const page = readFileSync(pathOf('docs/reliability.md'), 'utf8');
  expect(faults.filter(({ fault, outcome }) => !page.includes(`| ${fault} | ${outcome} |`))).toEqual([]);
});
