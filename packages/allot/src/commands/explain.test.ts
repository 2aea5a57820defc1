import { expect, test } from 'vitest';
import { allotCatalog } from '../catalog.js';
import { printPage } from './explain.js';

test('a page has the message, the reason, the example and the remedy', () => {
  expect(printPage('init/would-overwrite', allotCatalog['init/would-overwrite'], false)).toBe(
    `error init/would-overwrite
The folder {folder} already has {files}.

Why
allot init never replaces a file: what is there may be an experiment of yours. It writes all of its files or none.

An example that fails (shell)

    allot init my-experiment && allot init my-experiment

What to do
Choose another folder, or move these files away. Nothing was written.`,
  );
});
