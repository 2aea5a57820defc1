// A file system that refuses at any moment: full, over its quota, read-only, broken, or out of file descriptors.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(path.join(tmpdir(), 'allot-disk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Operations that are left out between two; `ALLOT_FAULT_STRIDE=1` tries every one. */
const stride = process.env.ALLOT_FAULT_STRIDE ?? '23';
const cwd = fileURLToPath(new URL('.', import.meta.url));

test.each(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EMFILE'])(
  '%s at any operation is told, and the run goes on later',
  (code) => {
    const place = path.join(folder, code);
    mkdirSync(place);
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'jiti/register', 'fault-sweep.ts', code, place, stride],
      { cwd, encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    const { total, refused, faults } = JSON.parse(stdout) as {
      readonly total: number;
      readonly refused: number;
      readonly faults: readonly string[];
    };
    expect(faults).toEqual([]);
    expect(refused).toBeGreaterThan(0);
    expect(total).toBeGreaterThan(40);
  },
  600_000,
);
