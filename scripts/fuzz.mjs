// `npm run fuzz`: hostile input at length, as test/fuzz tries it in small. `npm run fuzz -- 5` tries a twentieth of it, and a
// second number is the seed. Prints a table of what was tried, leaves the counts in fuzz-counts/, and writes those of the
// whole into docs/hostile-input.md.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { root, run } from './setup.mjs';

const [percent = '100', seed = '1'] = process.argv.slice(2);
const counts = `${root}/fuzz-counts`;
rmSync(counts, { recursive: true, force: true });
const code = run('npx', ['vitest', 'run', 'test/fuzz', '--typecheck.enabled=false'], {
  env: { ALLOT_FUZZ_PERCENT: percent, ALLOT_FUZZ_SEED: seed, ALLOT_FUZZ_OUT: counts },
});
const names = existsSync(counts) ? readdirSync(counts).sort() : [];
const rows = names.map((name) => JSON.parse(readFileSync(`${counts}/${name}`, 'utf8')));
const table = [
  '| input | tried | taken | refused | slowest | faults |',
  '|---|---:|---:|---:|---:|---:|',
  ...rows.map(
    ({ what, tried, taken, refused, slowestSeconds, faults }) =>
      `| ${what} | ${[tried, taken, refused].map((count) => count.toLocaleString('en-US')).join(' | ')} | ${slowestSeconds.toFixed(1)} s | ${faults.length} |`,
  ),
].join('\n');
console.log(`${table}\n`);
if (Number(percent) >= 100) {
  const page = `${root}/docs/hostile-input.md`;
  const text = readFileSync(page, 'utf8');
  const place = /(<!-- npm run fuzz -->\n).*?(<!-- \/ -->)/s;
  const told = `$1\nTried when \`npm run fuzz\` was last run in full, and written here by it:\n\n${table}\n\n$2`;
  writeFileSync(page, text.replace(place, told));
}
process.exit(code);
