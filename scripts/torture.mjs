// `npm run torture`: kills runs in every way, as test/torture does in small, then tries the faults of test/torture/faults.ts, and writes
// docs/reliability.md. Exit status 1 when a run differs or a test fails.
//   --size PERCENT   of the full torture (100); only all of it changes the page
//   --small          as in `npm test`
//   --all            every change of the file system, in each run
//   --seed N         other cases (1)
//   --only NAME      cases whose name is this or begins so: refilled/power, judged/again/3
//   --faults         the faults alone; the page keeps what it says of kills
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { reliabilityPage } from '../test/torture/page.mjs';
import { installAndBuild, root, run } from './setup.mjs';

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '100' },
    small: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    faults: { type: 'boolean', default: false },
  },
});
const { size, small, all, seed, only } = values;
const isFull = size === '100' && seed === '1' && only === '' && !small && !all;

/** What was tried last, which the page is made of. */
const record = join(root, 'test/torture/tried.json');

installAndBuild();
const folder = mkdtempSync(join(tmpdir(), 'allot-tortured-'));
const passed = values.faults || torture();
const stood = isFull ? tryFaults() : true;
rmSync(folder, { recursive: true, force: true });
process.exit(passed && stood ? 0 : 1);

function torture() {
  const out = join(folder, 'kills.json');
  process.env.ALLOT_TORTURE_OUT = out;
  process.env.ALLOT_TORTURE_SEED = seed;
  process.env.ALLOT_TORTURE_ONLY = only;
  if (!small) process.env.ALLOT_TORTURE_SIZE = all ? 'all' : size;
  const status = vitest('test/torture/torture.test.ts');
  if (isFull) write({ kills: readJson(out) });
  return status === 0;
}

/** Runs the tests of all faults, and counts those of each. */
function tryFaults() {
  // The list is TypeScript: a test writes what it holds.
  const list = join(folder, 'faults.json');
  process.env.ALLOT_FAULTS_OUT = list;
  if (vitest('test/torture/faults.test.ts', '-t', 'tests are there') !== 0) return false;
  const faults = readJson(list);
  const names = faults.map(({ tests }) => tests.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const results = join(folder, 'results.json');
  const files = [...new Set(faults.map(({ file }) => file))];
  // However busy the machine is.
  vitest('--testTimeout=900000', '--reporter=json', `--outputFile=${results}`, '-t', names, ...files);
  const { testResults } = readJson(results);
  const tried = faults.map((fault) => {
    const { assertionResults = [] } = testResults.find(({ name }) => name.endsWith(`/${fault.file}`)) ?? {};
    const own = assertionResults.filter(({ fullName }) => fullName.includes(fault.tests));
    const { length } = own.filter(({ status }) => status === 'passed');
    return { ...fault, tried: own.length, passed: length };
  });
  const lost = tried.filter((one) => one.tried === 0 || one.passed < one.tried);
  for (const one of lost)
    console.error(
      `${one.fault}: ${one.tried === 0 ? 'no test was found' : `${one.passed} of ${one.tried} tests passed`}`,
    );
  write({ faults: tried });
  return lost.length === 0;
}

/** Replaces a part of what was tried, and makes the page anew. */
function write(part) {
  const tried = { ...readJson(record), ...part };
  writeFileSync(record, `${JSON.stringify(tried, null, 2)}\n`);
  writeFileSync(join(root, 'docs/reliability.md'), reliabilityPage(tried));
}

function vitest(...words) {
  return run('npx', ['vitest', 'run', '--typecheck.enabled=false', ...words]);
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
