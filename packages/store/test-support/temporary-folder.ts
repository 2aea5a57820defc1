// A folder for one test file, removed after it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'allot-store-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
