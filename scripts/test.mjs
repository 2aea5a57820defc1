// `npm test`: install, build, lint, then every test; a test file or a pattern may follow `--`.
// With ALLOT_NO_SKIP=1 a skipped test is a failure.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installAndBuild, run } from './setup.mjs';

const patterns = process.argv.slice(2);
installAndBuild();

let failed = 0;
const failures = [];
if (patterns.length === 0) {
  for (const [name, command, args] of [
    ['biome', 'npx', ['biome', 'check', '--error-on-warnings', '.']],
    ['oxlint', 'npx', ['oxlint', '--type-aware', '--deny-warnings']],
    ['tsc', 'npx', ['tsc', '--noEmit', '-p', 'tsconfig.test.json']],
  ]) {
    if (run(command, args) !== 0) {
      failed += 1;
      failures.push(name);
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'allot-test-'));
const file = join(folder, 'results.json');
const code = run('npx', [
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${file}`,
  ...patterns,
]);
let passed = (patterns.length === 0 ? 3 : 0) - failed;
let skipped = 0;
try {
  const results = JSON.parse(readFileSync(file, 'utf8'));
  passed += results.numPassedTests;
  failed += results.numFailedTests;
  skipped = results.numPendingTests + results.numTodoTests;
  for (const suite of results.testResults) {
    const broken =
      suite.status === 'failed' && suite.assertionResults.every((test) => test.status !== 'failed');
    if (broken) {
      failed += 1;
      failures.push(suite.name);
    }
  }
  if (skipped > 0) {
    console.log(`\nSkipped, because an optional part is missing here:`);
    for (const suite of results.testResults)
      for (const test of suite.assertionResults)
        if (test.status === 'pending' || test.status === 'skipped' || test.status === 'todo')
          console.log(`  ${test.fullName}`);
  }
} catch (error) {
  failed += 1;
  failures.push(`the test runner left no results: ${error.message}`);
}
rmSync(folder, { recursive: true, force: true });
if (code !== 0 && failed === 0) {
  failed += 1;
  failures.push(`vitest ended with exit code ${code}`);
}
if (process.env.ALLOT_NO_SKIP === '1') {
  failed += skipped;
  skipped = 0;
}
for (const failure of failures) console.error(`failed: ${failure}`);
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed === 0 ? 0 : 1);
