// Shapes: the HBPO reward and advantage of a million rows in groups of 16, on one core.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emitPython, functionName } from '../packages/compiler/dist/index.js';
import { evaluateShape } from '../packages/spec/dist/index.js';
import { templates } from '../packages/templates/dist/index.js';
import { bestOf, countsProcessorTime, printRow } from './measure.mjs';

const ROWS = 1_000_000;
const ROUNDS = 5;
const GROUP = 16;
const budgets = [512, 1024, 2048, 2560];
const python = process.env.ALLOT_PYTHON ?? join(homedir(), '.cache/allot/parity-venv/bin/python');

const template = (kind) => templates[`${kind}s`].get('hbpo');
const reward = template('reward').build({});
const advantage = template('advantage').build({});

export async function benchShapes() {
  const { fields, group } = makeRows();
  const named = Array.from(group, (number) => `problem-${number}`);
  let result;
  const compiled = (groups) => () => {
    const earned = evaluateShape(reward, { length: ROWS, fields, group: groups });
    result = evaluateShape(advantage, {
      length: ROWS,
      fields: { ...fields, reward: earned },
      group: groups,
    });
  };
  const candidates = {
    'compiled shapes': compiled(group),
    'groups by name': compiled(named),
    'plain loop': () => plainLoop(fields, group),
  };
  const best = await bestOf(ROUNDS, candidates, 1);
  compiled(group)();
  const expected = result;
  const worst = plainLoop(fields, group).reduce(
    (most, value, row) => Math.max(most, Math.abs(value - expected[row])),
    0,
  );
  const numpy = runNumpy(fields, group);
  if (numpy) best['emitted NumPy code'] = numpy.seconds;
  printRow('', 'seconds', 'rows/s', 'ratio');
  for (const [name, seconds] of Object.entries(best))
    printRow(
      name,
      seconds.toFixed(3),
      `${(ROWS / seconds / 1e6).toFixed(1)}M`,
      `${(best['compiled shapes'] / seconds).toFixed(2)}x`,
    );
  if (!numpy) console.log(`  ${python} has no numpy; set ALLOT_PYTHON to compare with the emitted code`);
  console.log(`  greatest difference from the plain loop: ${worst.toExponential(1)}`);
}

function makeRows() {
  let state = 1;
  const random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const column = (value) => Float64Array.from({ length: ROWS }, (_, row) => value(row));
  const tierOf = (row) => Math.floor(row / 4) % 4;
  return {
    group: Int32Array.from({ length: ROWS }, (_, row) => Math.floor(row / GROUP)),
    fields: {
      tokens: column(() => 1 + Math.floor(4096 * random())),
      correct: column(() => (random() < 0.6 ? 1 : 0)),
      budget: column((row) => budgets[tierOf(row)]),
      tier: column(tierOf),
      lMax: column(() => 4096),
    },
  };
}

/** What one writes first: the formulas row by row, statistics in maps by group and tier. */
function plainLoop({ tokens, correct, budget, tier, lMax }, group) {
  const most = (row, length) => 4 * Math.cos((Math.PI * length) / (2 * lMax[row]));
  const rewards = new Float64Array(ROWS);
  const groups = new Map();
  const tiers = new Map();
  const add = (sums, key, value) => {
    const sum = sums.get(key);
    if (sum) {
      sum.count += 1;
      sum.total += value;
    } else sums.set(key, { count: 1, total: value, squares: 0 });
  };
  for (let row = 0; row < ROWS; row++) {
    const [n, b] = [tokens[row], budget[row]];
    if (correct[row] && n <= lMax[row])
      rewards[row] = n > b ? most(row, n) - (1 / lMax[row]) * Math.abs(n - b) : most(row, b);
    add(groups, group[row], rewards[row]);
    add(tiers, `${group[row]} ${tier[row]}`, rewards[row]);
  }
  for (let row = 0; row < ROWS; row++) {
    const sum = groups.get(group[row]);
    sum.squares += (rewards[row] - sum.total / sum.count) ** 2;
  }
  return rewards.map((value, row) => {
    const all = groups.get(group[row]);
    const own = tiers.get(`${group[row]} ${tier[row]}`);
    const std = Math.sqrt(all.squares / (all.count - 1));
    return own.total / own.count - most(row, budget[row]) + (value - all.total / all.count) / (std + 1e-6);
  });
}

/** Seconds of the emitted modules over the same columns; undefined without NumPy. */
function runNumpy(fields, group) {
  const folder = mkdtempSync(join(tmpdir(), 'allot-bench-'));
  try {
    const call = (kind, expression, keywords) => {
      const name = template(kind).name;
      writeFileSync(join(folder, `${kind}.py`), emitPython({ name, kind, expression }));
      return { module: kind, function: functionName(name), keywords };
    };
    const columns = { l_max: 'lMax', tokens: 'tokens', correct: 'correct', budget: 'budget', tier: 'tier' };
    for (const name of Object.values(columns)) writeFileSync(join(folder, name), fields[name]);
    writeFileSync(join(folder, 'group'), group);
    const job = {
      rounds: ROUNDS,
      clock: countsProcessorTime ? 'process_time' : 'perf_counter',
      columns,
      group: 'group',
      reward: call('reward', reward, ['tokens', 'correct', 'budget', 'l_max']),
      advantage: call('advantage', advantage, ['reward', 'budget', 'l_max', 'tier', 'group']),
    };
    writeFileSync(join(folder, 'job.json'), JSON.stringify(job));
    const script = fileURLToPath(new URL('shapes.py', import.meta.url));
    return JSON.parse(execFileSync(python, ['-B', script, folder], { encoding: 'utf8', stdio: 'pipe' }));
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
