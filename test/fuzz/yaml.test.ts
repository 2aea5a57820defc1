// Hostile definitions in YAML: refused with a place or taken; nothing is thrown, hangs, or is written.
import { expect, test } from 'vitest';
import { expectHarmless, ownFolder, patience, shareOf } from './target.js';
import { tryDefinitions } from './try-definitions.js';

const folder = ownFolder();

test('definitions in YAML', patience, async () => {
  expect.hasAssertions();
  const trying = tryDefinitions('.yaml', shareOf(folder, 60, 18_000));
  await expectHarmless('1-yaml', trying, folder, ['pipelines']);
});
