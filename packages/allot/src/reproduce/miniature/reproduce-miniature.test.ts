import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ExitCode } from '../../cli/exit-codes.js';
import type { Terminal } from '../../cli/terminal.js';
import { reproduceMiniature } from './reproduce-miniature.js';

const folder = mkdtempSync(join(tmpdir(), 'allot-page-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the command answers and says on stderr. */
async function failing(choice: Parameters<typeof reproduceMiniature>[1]) {
  const told: string[] = [];
  const sink = { color: false, interactive: false, columns: 100, closed: false };
  const terminal: Terminal = {
    out: (text) => told.push(text),
    error: (text) => told.push(text),
    stdout: sink,
    stderr: sink,
  };
  return { exitCode: await reproduceMiniature(terminal, choice), told: told.join('\n') };
}

test('a page of nothing is an error', async () => {
  const { exitCode, told } = await failing({ out: join(folder, 'nowhere'), seeds: 1, pageOnly: true });
  expect(exitCode).toBe(ExitCode.failure);
  expect(told).toContain('reproduce/nothing-done');
});

test('a folder that cannot be written is an error of the file system', async () => {
  writeFileSync(join(folder, 'file'), '');
  const { exitCode, told } = await failing({
    out: join(folder, 'file', 'inside'),
    seeds: 1,
    pageOnly: false,
  });
  expect(exitCode).toBe(ExitCode.failure);
  expect(told).toContain('store/unwritable');
});
