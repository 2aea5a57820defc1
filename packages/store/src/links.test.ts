// A run folder is read and written inside itself: links that lead out of it are found before anything else.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { writeWhole } from './files.js';
import { runPaths } from './layout.js';
import { linkOutside } from './links.js';

function runBesideSecret() {
  const home = temporaryFolder();
  const [run, secret] = [join(home, 'run'), join(home, 'secret')];
  mkdirSync(join(run, 'steps', '000001'), { recursive: true });
  mkdirSync(secret);
  writeFileSync(join(secret, 'file'), 'mine');
  return { home, run, secret };
}

test.each([
  ['a folder', 'checkpoints', '../secret'],
  ['a file', 'steps/000001/rollouts.parquet', '../../../secret/file'],
  ['nowhere', 'report.html.tmp', '../not-there'],
  ['above', 'engine', '..'],
])('a link to %s is found', async (_, name, target) => {
  const { run } = runBesideSecret();
  symlinkSync(target, join(run, name));
  expect(await linkOutside(run)).toBe(join(run, name));
});

test('links inside the run, and a run behind a link, are left alone', async () => {
  const { home, run } = runBesideSecret();
  symlinkSync('000001', join(run, 'steps', 'last'));
  symlinkSync(run, join(home, 'link'));
  expect(await linkOutside(run)).toBeUndefined();
  expect(await linkOutside(join(home, 'link'))).toBeUndefined();
});

test('a file is never written through a link that waits for it', async () => {
  const { run, secret } = runBesideSecret();
  for (const name of ['report.html', 'report.html.tmp']) symlinkSync(join(secret, 'file'), join(run, name));
  await writeWhole(join(run, 'report.html'), 'page');
  expect(readFileSync(join(secret, 'file'), 'utf8')).toBe('mine');
  expect(readFileSync(join(run, 'report.html'), 'utf8')).toBe('page');
});

test.each(['train', 'données 2.b', 'a_b-c'])('the dataset %s has a file of its name', (name) => {
  expect(runPaths('/run').dataset(name)).toBe(`/run/inputs/datasets/${name}.jsonl`);
});

test.each(['../../x', '/etc/passwd', '..', 'a\\b', 'a\u0000b', '\ud800'])(
  'the dataset %j stays in its folder',
  (name) => {
    const file = runPaths('/run').dataset(name);
    expect(dirname(file)).toBe('/run/inputs/datasets');
    expect(basename(file)).toMatch(/^[\p{L}\p{N}_. %-]+\.jsonl$/u);
  },
);
