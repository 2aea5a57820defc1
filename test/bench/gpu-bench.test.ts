// What is measured on a GPU, in small on the CPU: nothing is timed here, but its parts must work.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findMissing, python } from '../parity/python.js';

const [script, samplers, resume] = ['hbpo_step.py', 'samplers.py', 'resume.mjs'].map((name) =>
  fileURLToPath(new URL(`../../bench/gpu/${name}`, import.meta.url)),
) as [string, string, string];
const missing = findMissing('trl');
if (missing !== undefined) console.warn(`skipped: the benchmark of the torch engine: ${missing}`);

test.skipIf(missing !== undefined)('a step in small, and the same with TRL', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'allot-gpu-bench-'));
  try {
    const json = join(folder, 'found.json');
    const printed = execFileSync(python, [script, '--device', 'cpu', '--size', 'tiny', '--json', json], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    expect(printed).toMatch(/of the memory floor\n.*of the products' ceiling\n/);
    const found = JSON.parse(readFileSync(json, 'utf8')) as Readonly<Record<string, unknown>>;
    const numbers = [
      'rollout_tokens_per_second',
      'rollout_share_of_floor',
      'update_tokens_per_second',
      'update_share_of_ceiling',
      'step_seconds',
      'trl_step_seconds',
      'trl_ratio',
    ];
    expect(numbers.filter((name) => !(Number(found[name]) > 0))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.skipIf(missing !== undefined)('the samplers in small', { timeout: 180_000 }, () => {
  const printed = execFileSync(python, [samplers, '--device', 'cpu', '--size', 'tiny'], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  expect(printed).toMatch(
    /^own +[\d,]+ tokens\/s\ncontinuous batching +[\d,]+ tokens\/s {2}own is \d+\.\d+x/,
  );
});

test.skipIf(missing !== undefined)('runs that are killed and resumed', { timeout: 240_000 }, () => {
  const printed = execFileSync(process.execPath, [resume, '--device', 'cpu', '--python', python], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  expect(printed).toMatch(/\n {2}checkpoints of equal bits( +4){4}\n/);
  expect(printed).toContain('killed and resumed: 0, within 1e-6; undisturbed again: 0;');
});
