// Runs a pipeline on several seeds and says whether its promise holds on each:
//   node scripts/seeds.mjs [--seeds 1,2,3] [--out runs/seeds] [FILE]
// The promise is the quickstart's: at most 60% of the base's tokens, accuracy not below it, and at least twice the
// tokens on hard problems that easy ones get. Exit 0 when every seed keeps it. Runs that are there are not repeated.
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadRun, summarizeRun } from '../packages/report/dist/index.js';
import { root, run } from './setup.mjs';

const { values, positionals } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    out: { type: 'string', default: 'runs/seeds' },
  },
  allowPositionals: true,
});
const file = resolve(positionals[0] ?? join(root, 'pipelines/quickstart.ts'));
const name = basename(file).replace(/\.[^.]+$/, '');
const script = join(root, 'packages/allot/bin/allot.js');

let kept = true;
const rows = [];
for (const seed of values.seeds.split(',')) {
  const folder = resolve(values.out, `${name}-${seed}`);
  const finished = existsSync(join(folder, 'report.html'));
  if (!finished) {
    const started = existsSync(join(folder, 'run.json'));
    const words = started ? ['resume', folder] : ['run', file, '--seed', seed, '--run-dir', folder];
    if (run(process.execPath, [script, ...words], { stdio: ['ignore', 'ignore', 'inherit'] }) !== 0)
      process.exit(1);
  }
  const [record] = await loadRun(folder);
  const mode = summarizeRun(record).modes.find((summary) => summary.mode === 'natural');
  const { base, trained } = mode.all;
  const [easy, hard] = ['easy', 'hard'].map(
    (range) => mode.byDifficulty.find((row) => row.name === range).trained,
  );
  const share = trained.meanTokens / base.meanTokens;
  const depth = hard.meanTokens / easy.meanTokens;
  const promise = share <= 0.6 && trained.accuracy >= base.accuracy && depth >= 2;
  kept &&= promise;
  rows.push({
    seed,
    'base accuracy': percent(base.accuracy),
    'base tokens': base.meanTokens.toFixed(1),
    accuracy: interval(trained.accuracy, trained.accuracyInterval, percent),
    tokens: interval(trained.meanTokens, trained.meanTokensInterval, (tokens) => tokens.toFixed(1)),
    'of base': percent(share),
    'hard / easy': depth.toFixed(2),
    'hard accuracy': percent(hard.accuracy),
    promise: promise ? 'kept' : 'broken',
  });
}
console.table(rows);
process.exit(kept ? 0 : 1);

function percent(share) {
  return `${(100 * share).toFixed(1)}%`;
}

function interval(value, [low, high], print) {
  return `${print(value)} [${print(low)}, ${print(high)}]`;
}
