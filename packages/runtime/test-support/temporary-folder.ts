// A folder for one test file, removed after it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

/** Gives a new path inside it at each call. */
export function temporaryFolder(): (name?: string) => string {
  const folder = mkdtempSync(path.join(tmpdir(), 'allot-runtime-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let count = 0;
  return (name) => path.join(folder, name ?? `run-${++count}`);
}
