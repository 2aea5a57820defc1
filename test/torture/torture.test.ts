// Kills real runs in all ways that there are, and compares what they end with. In small here, at length by `npm run torture`, which sets
//   ALLOT_TORTURE_SIZE   per cent of the full torture, or `all`: every change of the file system
//   ALLOT_TORTURE_SEED   another seed, other cases
//   ALLOT_TORTURE_ONLY   the cases whose name begins so
//   ALLOT_TORTURE_OUT    file that gets what was tried
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { casesOf, type Kind, kinds, runs, type Size } from './cases.js';
import { runWhole, torture } from './torture.js';
import type { WholeRun } from './torture-case.js';

const { ALLOT_TORTURE_SIZE: percent, ALLOT_TORTURE_OUT: out } = process.env;
const { ALLOT_TORTURE_SEED: seed = '1', ALLOT_TORTURE_ONLY: only = '' } = process.env;

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'allot-torture-')));
const tally: object[] = [];
let failed = false;

afterAll(() => {
  if (out !== undefined) writeFileSync(out, JSON.stringify({ kinds, tally }));
  if (!failed) rmSync(folder, { recursive: true, force: true });
});

const everyChange: Size = { change: Infinity, instant: 0, again: 0, signal: 0, moved: 0, power: 0 };

/** Cases of each kind; at least one where the full torture has some. */
const scaled = (size: Size, share: number): Size =>
  Object.fromEntries(
    Object.entries(size).map(([kind, cases]) => [kind, Math.ceil(cases * share)]),
  ) as unknown as Size;

for (const [name, { full, small }] of Object.entries(runs)) {
  const size = sizeOf(full, small);
  const wanted = (Object.keys(kinds) as Kind[]).filter(
    (kind) => size[kind] > 0 && (`${name}/${kind}/`.startsWith(only) || only.startsWith(`${name}/${kind}/`)),
  );
  describe.runIf(wanted.length > 0)(`the run ${name}`, () => {
    let whole: WholeRun;
    beforeAll(async () => {
      whole = await runWhole(folder, name);
    });

    test.each(wanted.map((kind) => ({ kind, what: kinds[kind] })))(
      '$what',
      { timeout: 3_600_000 },
      async ({ kind }) => {
        const cases = casesOf(name, whole.changes, size, Number(seed));
        const chosen = cases.filter((one) => one.kind === kind && (only === '' || isNamed(one.id, only)));
        const failures: string[] = [];
        let kills = 0;
        for (const [done, one] of chosen.entries()) {
          const tried = await torture(whole, one, folder);
          kills += tried.kills;
          if (tried.failure !== undefined) failures.push(told(one.id, tried.failure));
          if (percent !== undefined && (done + 1) % 8 === 0)
            console.log(`${name}/${kind}: ${done + 1} of ${chosen.length} done, ${failures.length} failed`);
        }
        tally.push({
          run: name,
          changes: whole.changes,
          kind,
          cases: chosen.length,
          kills,
          failed: failures.length,
        });
        failed ||= failures.length > 0;
        expect(failures).toEqual([]);
        expect(kills).toBeGreaterThan(0);
      },
    );
  });
}

function sizeOf(full: Size, small: Size): Size {
  if (percent === undefined) return small;
  return percent === 'all' ? everyChange : scaled(full, Number(percent) / 100);
}

const isNamed = (id: string, name: string): boolean => id === name || id.startsWith(`${name}/`);

function told(id: string, failure: string): string {
  const size = percent === undefined ? '--small' : percent === 'all' ? '--all' : `--size ${percent}`;
  return `${id}: ${failure}\nAgain: npm run torture -- ${size} --seed ${seed} --only ${id}`;
}
