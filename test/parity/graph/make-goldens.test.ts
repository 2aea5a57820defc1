// The committed goldens are what the script writes, where the pinned PyTorch is installed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { relativeError } from '../../../packages/graph/src/testing/random-tensor.js';
import { decodeTensor, listGoldens, readGolden } from './golden.js';

const version = '2.13.0';
const python = process.env.ALLOT_PYTHON ?? join(homedir(), '.cache/allot/parity-venv/bin/python');
const missing = findProblem();
if (missing !== undefined) console.warn(`skipped: regenerating the PyTorch goldens: ${missing}`);

test.skipIf(missing !== undefined)('the script regenerates the goldens', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'allot-goldens-'));
  try {
    execFileSync(python, [fileURLToPath(new URL('make-goldens.py', import.meta.url)), '--out', folder]);
    const made = pathToFileURL(`${folder}/`);
    for (const file of listGoldens()) {
      const [committed, fresh] = [readGolden(file), readGolden(file, made)];
      expect({ ...fresh, tensors: Object.keys(fresh.tensors) }).toEqual({
        ...committed,
        tensors: Object.keys(committed.tensors),
      });
      // Other processors round the last bits differently, and AdamW divides by gradients that are nearly zero.
      for (const name of Object.keys(committed.tensors)) {
        const error = relativeError(decodeTensor(fresh, name).data, decodeTensor(committed, name).data);
        expect(error, `${file}: ${name}`).toBeLessThan(1e-4);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function findProblem(): string | undefined {
  try {
    const found = execFileSync(python, ['-c', 'import torch; print(torch.__version__)'], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return found.startsWith(version) ? undefined : `${python} has torch ${found.trim()}, not ${version}`;
  } catch {
    return `${python} has no torch (set ALLOT_PYTHON to an interpreter with torch ${version})`;
  }
}
