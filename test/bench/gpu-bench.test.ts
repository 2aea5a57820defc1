// What is measured on a GPU, in small on the CPU: nothing is timed here, but its parts must work.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findMissing, python } from '../parity/python.js';

const script = (name: string): string => fileURLToPath(new URL(`../../bench/gpu/${name}`, import.meta.url));
// Small models, beside other tests.
const env = { ...process.env, OMP_NUM_THREADS: '1' };
const missing = findMissing('trl');
if (missing !== undefined) console.warn(`skipped: the benchmark of the torch engine: ${missing}`);

test.skipIf(missing !== undefined)('a step in small, and the same with TRL', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'allot-gpu-bench-'));
  try {
    const json = join(folder, 'found.json');
    const words = ['--device', 'cpu', '--size', 'tiny', '--json', json];
    const printed = execFileSync(python, [script('hbpo_step.py'), ...words], {
      encoding: 'utf8',
      stdio: 'pipe',
      env,
    });
    expect(printed).toMatch(/of the memory floor\n(.*\n){2}.*of the products' ceiling\n/);
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
  const printed = execFileSync(python, [script('samplers.py'), '--device', 'cpu', '--size', 'tiny'], {
    encoding: 'utf8',
    stdio: 'pipe',
    env,
  });
  expect(printed).toMatch(
    /^own +[\d,]+ tokens\/s\ncontinuous batching +[\d,]+ tokens\/s {2}own is \d+\.\d+x/,
  );
});

test.skipIf(missing !== undefined)('the ways to the same numbers agree', { timeout: 120_000 }, () => {
  const printed = execFileSync(python, [script('agreement.py'), '--device', 'cpu'], {
    encoding: 'utf8',
    stdio: 'pipe',
    env,
  });
  expect(printed).toMatch(/gradient from the CPU's, relative +0\.0e\+00\n/);
  expect(printed.match(/same bits: .* yes\n/g)).toHaveLength(4);
});

test.skipIf(missing !== undefined)('less and less memory', { timeout: 120_000 }, () => {
  const printed = execFileSync(python, [script('short_memory.py'), '--device', 'cpu'], {
    encoding: 'utf8',
    stdio: 'pipe',
    env,
  });
  expect(printed.trim().split('\n')).toHaveLength(3);
  expect(printed).toMatch(/512 free +gradient \d\.\de-0\d, tokens 100\.0% the same; .*512 tokens.*8 rows\n$/);
});

test.skipIf(missing !== undefined)('runs that are killed and resumed', { timeout: 240_000 }, () => {
  const printed = execFileSync(
    process.execPath,
    [script('resume.mjs'), '--device', 'cpu', '--kills', 'checkpoint', '--python', python],
    {
      encoding: 'utf8',
      stdio: 'pipe',
      env,
    },
  );
  expect(printed).toMatch(/\n {2}checkpoints of equal bits( +4){2}\n/);
  expect(printed).toContain('killed and resumed: 0, within 1e-6; undisturbed again: 0;');
});
