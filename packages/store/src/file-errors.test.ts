// Errors of the file system become diagnostics, whoever they come from; others stay exceptions.
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { readEvents } from './event-log.js';
import { fileDiagnostic } from './file-errors.js';
import { readJson } from './run-directory.js';

const folder = temporaryFolder();

test.each([
  [101_000_000, 'store/malformed-file', readJson],
  [2 ** 31 + 1, 'store/unreadable', readEvents],
] as const)('a file of %d bytes is refused: %s', async (bytes, code, read) => {
  const file = join(folder, `${bytes}`);
  writeFileSync(file, '');
  truncateSync(file, bytes);
  const [value, diagnostics] = await read(file);
  expect(value).toBeUndefined();
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
});

test('what is no error of the file system is handed on', () => {
  expect(fileDiagnostic(new TypeError('x is no function'))).toBeUndefined();
  expect(fileDiagnostic(Object.assign(new Error('no'), { code: 'ERR_OTHER' }))).toBeUndefined();
});

test.each([
  ['EMFILE', 'read', /too many files are open/, /ulimit -n/],
  ['EROFS', 'write', /read-only/, /Mount/],
  ['EIO', 'write', /the disk reports an error/, /Look at the disk/],
  ['EACCES', 'read', /permission denied/, /permissions/],
  ['EISDIR', 'read', /it is a folder/, /restore the file/],
  [
    'EISDIR',
    'write',
    /it is a folder/,
    /^A file is written there: name another place, or move the folder away\.$/,
  ],
] as const)('%s says what to do', (code, access, message, help) => {
  const error = Object.assign(new Error(code), { code, syscall: 'open', path: '/run/plan.json' });
  const diagnostic = fileDiagnostic(error, access);
  expect(diagnostic?.message).toMatch(message);
  expect(diagnostic?.help).toMatch(help);
});
