import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { faults } from './faults.js';

const root = new URL('../../', import.meta.url);
const pathOf = (file: string): string => fileURLToPath(new URL(file, root));

// `npm run torture` asks for the list.
const { ALLOT_FAULTS_OUT: out } = process.env;
afterAll(() => {
  if (out !== undefined) writeFileSync(out, JSON.stringify(faults));
});

test.each(faults)('$fault: its tests are there', ({ file, tests }) => {
  expect(existsSync(pathOf(file))).toBe(true);
  expect(readFileSync(pathOf(file), 'utf8')).toContain(tests);
});

test('the page has every fault', () => {
  const page = readFileSync(pathOf('docs/reliability.md'), 'utf8');
  expect(faults.filter(({ fault, outcome }) => !page.includes(`| ${fault} | ${outcome} |`))).toEqual([]);
});
