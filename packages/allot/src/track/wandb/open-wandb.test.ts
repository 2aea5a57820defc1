import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TrackedRun } from '../tracked-run.js';
import { openWandb } from './open-wandb.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'allot-wandb-python-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run: TrackedRun = {
  directory: 'runs/a-1',
  created: '2026-01-02T03:04:05.000Z',
  id: 'a',
  name: 'a-1',
  pipeline: 'a',
  settings: [],
  facts: {},
  events: [],
};

/** What is said where this stands in for Python. */
async function saidOf(python: string): Promise<readonly (readonly [string, string])[]> {
  const [tracker] = await openWandb({ folder: join(folder, 'tracked'), python }, run);
  return ((await tracker?.close()) ?? []).map(({ code, message }) => [code, message]);
}

async function program(text: string, mode = 0o755): Promise<string> {
  const file = join(folder, `python-${Math.random()}`);
  await writeFile(file, text);
  await chmod(file, mode);
  return file;
}

describe('a Python that is none', () => {
  test('is not there', async () => {
    const [said] = await saidOf(join(folder, 'nowhere'));
    expect(said).toEqual(['track/no-python', expect.stringContaining('there is no such program')]);
  });

  test('may not be executed', async () => {
    for (const python of [folder, await program('print(1)', 0o644)]) {
      const [said] = await saidOf(python);
      expect(said).toEqual(['track/no-python', expect.stringContaining('no file that may be executed')]);
    }
  });

  test.each([
    ['#!/bin/sh\necho hello\n', 'it printed "hello" in place of a folder'],
    ['#!/bin/sh\ncat > /dev/null; echo /\n', 'it printed "/" in place of a folder'],
    ['#!/bin/sh\n', 'it said nothing'],
    ['#!/bin/sh\necho "no such module" >&2; exit 3\n', 'no such module'],
  ])('does something else: %j', async (text, reason) => {
    const [said] = await saidOf(await program(text));
    expect(said).toEqual(['track/no-wandb', expect.stringContaining(reason)]);
  });
});
