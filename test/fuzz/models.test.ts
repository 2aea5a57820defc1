// Hostile model folders.
import { expect, test } from 'vitest';
import { expectHarmless, ownFolder, patience, shareOf } from './target.js';
import { tryModelFiles } from './try-model-files.js';

const folder = ownFolder();

test('model folders', patience, async () => {
  expect.hasAssertions();
  await expectHarmless('4-models', tryModelFiles(shareOf(folder, 60, 5000)), folder, ['model']);
});
