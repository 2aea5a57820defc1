// `npm run torture`: kills runs in every way, as test/torture does in small, tries the faults of test/torture/faults.ts, and writes
// docs/reliability.md when all of it was tried. Exit status 1 when any run differs or any test fails.
//   --size PERCENT   of the full torture (100)
//   --small          as in `npm test`
//   --all            every change of the file system, in each run
//   --seed N         other cases (1)
//   --only NAME      cases whose name is this or begins so: refilled/power, judged/again/3
//   --write          writes the page, whatever the size
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
    write: { type: 'boolean', default: false },
  },
});
const isFull =
  values.size === '100' && values.seed === '1' && values.only === '' && !values.small && !values.all;

installAndBuild();
const folder = mkdtempSync(join(tmpdir(), 'allot-tortured-'));
const out = join(folder, 'tally.json');
process.env.ALLOT_TORTURE_OUT = out;
process.env.ALLOT_TORTURE_SEED = values.seed;
process.env.ALLOT_TORTURE_ONLY = values.only;
if (!values.small) process.env.ALLOT_TORTURE_SIZE = values.all ? 'all' : values.size;

const vitest = (...words) => run('npx', ['vitest', 'run', '--typecheck.enabled=false', ...words]);

let status = vitest('test/torture/torture.test.ts');
if (isFull || values.write) {
  const { kinds, tally } = JSON.parse(readFileSync(out, 'utf8'));
  const { faults, failed } = tryFaults();
  if (failed) status = 1;
  writeFileSync(
    join(root, 'docs/reliability.md'),
    reliabilityPage({ tally, kinds, faults, command: 'npm run torture' }),
  );
  console.log('Wrote docs/reliability.md');
}
rmSync(folder, { recursive: true, force: true });
process.exit(status === 0 ? 0 : 1);

/** Runs the tests of all faults, and counts those of each. */
function tryFaults() {
  const { faults } = JSON.parse(readFileSync(out, 'utf8'));
  const files = [...new Set(faults.map(({ file }) => file))];
  const results = join(folder, 'faults.json');
  vitest('--reporter=json', `--outputFile=${results}`, ...files);
  const { testResults } = JSON.parse(readFileSync(results, 'utf8'));
  const counted = faults.map((fault) => {
    const { assertionResults = [] } = testResults.find(({ name }) => name.endsWith(`/${fault.file}`)) ?? {};
    const tried = assertionResults.filter(({ fullName }) => fullName.includes(fault.tests));
    return {
      ...fault,
      tried: tried.length,
      passed: tried.filter(({ status }) => status === 'passed').length,
    };
  });
  const lost = counted.filter(({ tried, passed }) => tried === 0 || passed < tried);
  for (const { fault, tried, passed } of lost)
    console.error(`${fault}: ${tried === 0 ? 'no test was found' : `${passed} of ${tried} tests passed`}`);
  return { faults: counted, failed: lost.length > 0 };
}
