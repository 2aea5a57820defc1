// `npm run fuzz`: hostile input at length, as test/fuzz tries it in small. `npm run fuzz -- 5` tries a twentieth of it, and a
// second number is the seed. Prints a table of what was tried and leaves the counts in fuzz-counts.json.
import { run } from './setup.mjs';

const [percent = '100', seed = '1'] = process.argv.slice(2);
// The small form has 60 definitions in YAML, all of it 21,000.
process.env.ALLOT_FUZZ_SCALE = String(3.5 * Number(percent));
process.env.ALLOT_FUZZ_SEED = seed;
process.env.ALLOT_FUZZ_OUT = 'fuzz-counts.json';
process.exit(run('npx', ['vitest', 'run', 'test/fuzz', '--typecheck.enabled=false']));
