import { mkdtempSync } from 'node:fs';
import { casesOf, full, kinds, small } from './cases.js';
import { runNames, runWhole, tryCases } from './torture.js';

const only = process.argv[2] ?? '';
const size = process.argv[3] === 'full' ? full : small;
const folder = mkdtempSync('/tmp/tt/torture-');
for (const name of runNames) {
  if (only && !only.startsWith(name)) continue;
  const whole = await runWhole(folder, name);
  console.log(name, whole.changes, whole.seconds, folder);
  const cases = casesOf(name, whole.changes, size, 1).filter(({ id }) => id.startsWith(only));
  for (const c of cases) {
    const t0 = Date.now();
    const [t] = await tryCases(whole, [c], folder);
    console.log(
      t!.id,
      t!.kills,
      ((Date.now() - t0) / 1000).toFixed(1),
      JSON.stringify(c.deaths),
      t!.failure ?? 'ok',
    );
  }
}
