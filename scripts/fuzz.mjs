// `npm run fuzz`: hostile input at length, as test/fuzz tries it in small. `npm run fuzz -- 5` tries a twentieth of it, and a
// second number is the seed. Prints a table of what was tried and leaves the counts in fuzz-counts.json.
import { run } from './setup.mjs';

const [percent = '100', seed = '1'] = process.argv.slice(2);
process.env.ALLOT_FUZZ_SCALE = percent;
process.env.ALLOT_FUZZ_SEED = seed;
process.env.ALLOT_FUZZ_OUT = 'fuzz-counts.json';
process.exit(run('npx', ['vitest', 'run', 'test/fuzz', '--typecheck.enabled=false']));
