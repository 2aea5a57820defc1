// The disk of the torture's power cuts loses what it may lose, and nothing else.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { unsyncedDisk } from './preload/unsynced.mjs';

const root = mkdtempSync(path.join(tmpdir(), 'allot-unsynced-'));
afterAll(() => rmSync(root, { recursive: true }));

const seeds = Array.from({ length: 24 }, (_, index) => index);
let count = 0;

/** What is left of a folder after some changes and a power cut, by seed; absent files are null. */
function leftAfter(
  names: readonly string[],
  change: (inFolder: (name: string) => string, disk: Disk) => void,
) {
  return seeds.map((seed) => {
    const folder = path.join(root, String(++count));
    mkdirSync(folder);
    const inFolder = (name: string): string => path.join(folder, name);
    const disk = unsyncedDisk(path.join(root, `disk-${count}`));
    change(inFolder, disk);
    disk.lose(seed);
    return names.map((name) => (existsSync(inFolder(name)) ? readFileSync(inFolder(name), 'utf8') : null));
  });
}

type Disk = ReturnType<typeof unsyncedDisk>;

function write(disk: Disk, file: string, text: string): void {
  const made = disk.before({ kind: 'write', file, fresh: true });
  writeFileSync(file, text);
  made();
}

function rename(disk: Disk, from: string, to: string): void {
  const made = disk.before({ kind: 'rename', file: to, from });
  renameSync(from, to);
  made();
}

const sync = (disk: Disk, file: string): void => disk.before({ kind: 'fsync', file })();

test('bytes that were not brought to it are lost, from some byte on, or the file with its name', () => {
  const left = leftAfter(['a'], (at, disk) => write(disk, at('a'), 'abcdef')).map(([text]) => text);
  for (const text of left) expect(text === null || 'abcdef'.startsWith(text as string)).toBe(true);
  expect(new Set(left)).toContain(null);
  expect(new Set(left)).toContain('');
  expect(new Set(left).size).toBeGreaterThan(3);
});

test('bytes that were brought to it stay, also those of an earlier process', () => {
  const left = leftAfter(['a', 'old'], (at, disk) => {
    writeFileSync(at('old'), 'old');
    write(disk, at('a'), 'abcdef');
    sync(disk, at('a'));
  });
  expect(new Set(left.map(String))).toEqual(new Set(['abcdef,old']));
});

test('what replaced a file may be lost, and then the file is back', () => {
  const left = leftAfter(['a'], (at, disk) => {
    writeFileSync(at('a'), 'old');
    write(disk, at('a.tmp'), 'new');
    sync(disk, at('a.tmp'));
    rename(disk, at('a.tmp'), at('a'));
  });
  expect(new Set(left.map(String))).toEqual(new Set(['old', 'new']));
});

test('what a killed process had not brought to it is lost later', () => {
  const left = leftAfter(['a'], (at, disk) => {
    write(disk, at('a'), 'abcdef');
    disk.remember();
    Object.assign(disk, unsyncedDisk(path.join(root, `disk-${count}`)));
  });
  expect(new Set(left.map(String))).toContain('');
});
