// Timing: the best of several rounds, the candidates taking turns, so that a busy moment hits all of them.

export const WORKERS = 2;

/**
 * `--clock=cpu` counts the processor time of all threads, divided by the workers, in place of time on the
 * wall: for a machine that others use too.
 */
export const countsProcessorTime = process.argv.includes('--clock=cpu');
const clock = countsProcessorTime ? cpuSeconds : () => performance.now() / 1000;

function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Seconds of the fastest round of each candidate, which keeps that many workers busy. */
export async function bestOf(rounds, candidates, workers = WORKERS) {
  const share = countsProcessorTime ? workers : 1;
  const best = Object.fromEntries(Object.keys(candidates).map((name) => [name, Infinity]));
  for (const work of Object.values(candidates)) await work();
  for (let round = 0; round < rounds; round++) {
    for (const [name, work] of Object.entries(candidates)) {
      const start = clock();
      await work();
      best[name] = Math.min(best[name], (clock() - start) / share);
    }
  }
  return best;
}

export function printRow(...cells) {
  console.log(
    `  ${cells.map((cell, index) => String(cell)[index === 0 ? 'padEnd' : 'padStart'](index === 0 ? 34 : 12)).join('')}`,
  );
}

export const percent = (share) => `${(100 * share).toFixed(0)}%`;
export const thousands = (value) => `${(value / 1000).toFixed(1)}k`;
