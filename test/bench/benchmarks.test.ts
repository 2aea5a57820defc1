// The benchmarks run: nothing is timed here, but what they call must exist.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const run = (script: string, ...words: readonly string[]): string =>
  execFileSync(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...words], {
    encoding: 'utf8',
    stdio: 'pipe',
  });

test('the engine of the benchmarks samples and learns', () => {
  const { loss, tokens } = JSON.parse(run('use-engine.mjs')) as Readonly<Record<string, number>>;
  expect(loss).toBeTypeOf('number');
  expect(tokens).toBeGreaterThan(0);
});

test('a benchmark that is not there is named', () => {
  expect(() => run('../../bench/run.mjs', 'speed')).toThrow("no benchmark 'speed'");
});
