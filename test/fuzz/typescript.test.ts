// Hostile definitions in TypeScript, run as such.
import { expect, test } from 'vitest';
import { expectHarmless, ownFolder, patience, shareOf } from './target.js';
import { tryDefinitions } from './try-definitions.js';

const folder = ownFolder();

test('definitions in TypeScript', patience, async () => {
  expect.hasAssertions();
  const trying = tryDefinitions('.ts', shareOf(folder, 6, 3000));
  await expectHarmless('2-typescript', trying, folder, ['pipelines']);
});
