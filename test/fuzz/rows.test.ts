// Hostile rows of datasets.
import { expect, test } from 'vitest';
import { expectHarmless, ownFolder, patience, shareOf } from './target.js';
import { tryRows } from './try-rows.js';

const folder = ownFolder();

test('rows of datasets', patience, async () => {
  expect.hasAssertions();
  await expectHarmless('3-rows', tryRows(shareOf(folder, 100, 10_000)), folder, ['rows']);
});
