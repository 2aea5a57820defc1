import { expect, test } from 'vitest';
import { allotCatalog } from '../catalog.js';
import { catalogEntries } from '../cli/catalogs.js';
import { printPage } from './explain.js';

test('a page has the message, the reason, the example and the remedy', () => {
  expect(printPage('init/would-overwrite', allotCatalog['init/would-overwrite'], false)).toBe(
    `error init/would-overwrite
The folder <folder> already has <files>.

Why
allot init never replaces a file: what is there may be an experiment of yours. It writes all of its files or none.

An example that fails (shell)

    allot init my-experiment && echo >> my-experiment/pipeline.ts && allot init my-experiment

What to do
Choose another folder, or move these files away. Nothing was written.`,
  );
});

test('no page and no line of the list shows a placeholder', async () => {
  for (const [code, entry] of await catalogEntries())
    expect(printPage(code, { ...entry, example: { language: 'shell', text: '' } }, false)).not.toMatch(
      /\{\w+\}/,
    );
});

test('help that is another in every case is said to stand in the diagnostic', () => {
  const entry = {
    severity: 'error',
    message: 'No {name}',
    help: '{advice}',
    why: 'So.',
    example: { language: 'yaml', text: 'a: 1' },
  } as const;
  const page = printPage('x/y', entry, false);
  expect(page).toContain('No <name>');
  expect(page).toContain('The diagnostic says it');
});
