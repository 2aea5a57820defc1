// docs/reproduction.md is what its results say; when it is not, build and run `npm run docs`.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type MiniatureResults, renderMiniature } from '@allot/report';
import { expect, test } from 'vitest';
import { arms } from './arms.js';

const docs = fileURLToPath(new URL('../../../../../docs/', import.meta.url));
const read = (name: string): string => readFileSync(docs + name, 'utf8');
const results = JSON.parse(read('reproduction/results.json')) as MiniatureResults;
const { markdown, figures } = renderMiniature(results, 'reproduction');

test('the page is what its results give', () => {
  expect(read('reproduction.md')).toBe(markdown);
});

test('the figures are what its results give, and there are no others', () => {
  const names = readdirSync(`${docs}reproduction`).filter((name) => name.endsWith('.svg'));
  expect(Object.fromEntries(names.map((name) => [name, read(`reproduction/${name}`)]))).toEqual(figures);
});

test('the results are those of the arms that are run', () => {
  const told = results.arms.slice(1).map(({ name, title, group, about }) => ({ name, title, group, about }));
  const known = arms.map(({ name, title, group, about }) => ({ name, title, group, about }));
  expect(known).toEqual(expect.arrayContaining(told));
  expect(results.steps).toBe(arms[0]?.definition.steps);
});
