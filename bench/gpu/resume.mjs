// Whether a run of the torch engine that was killed goes on as if nothing had been.
//
//   node bench/gpu/resume.mjs [--deterministic]      on a GPU
//   node bench/gpu/resume.mjs --device cpu           without one
//   ... --python PATH      Python of the torch engine
//   ... --kills update,checkpoint   where runs are killed; all three, unless it is said
//   ... --tolerance 1e-6   largest relative difference of a metric that is none; beyond it the exit status is 1
//   ... --json FILE        the numbers as JSON as well
//
// One small definition is run five times, all at once: twice undisturbed, and once each with a SIGKILL in the middle of a rollout, of an update,
// and of a checkpoint's writing, then resumed. Every metric in the log is held against the first run's.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { printRow } from '../measure.mjs';

const { values: flags } = parseArgs({
  options: {
    device: { type: 'string', default: 'cuda' },
    python: { type: 'string' },
    kills: { type: 'string', default: 'rollout,update,checkpoint' },
    deterministic: { type: 'boolean', default: false },
    tolerance: { type: 'string', default: '1e-6' },
    json: { type: 'string' },
  },
});

/**
 * The quickstart's task in small. Evaluations and checkpoints are after steps 2, 4 and 6, and before the first. Two optimizer steps a
 * step: with one, the policy is the one that sampled, and `kl` is nothing but rounding.
 */
const definition = {
  name: 'resume',
  steps: 6,
  policy: { model: 'allot:tiny-base' },
  datasets: {
    train: { kind: 'arithmetic', split: 'train', problems: 64 },
    test: { kind: 'arithmetic', split: 'test', problems: 32 },
  },
  response: { maxTokens: 96 },
  tiers: [12, 24, 48, 60].map((budget) => ({ budget, rollouts: 4, prefill: '[{budget}]' })),
  reward: { template: 'hbpo', parameters: { beta: 4 } },
  advantage: { template: 'hbpo' },
  optimizer: { kind: 'adamw', learningRate: 3e-4 },
  training: { dataset: 'train', promptsPerStep: 4, promptsPerMinibatch: 2, rolloutsPerPrompt: 16 },
  evaluation: {
    dataset: 'test',
    everySteps: 2,
    modes: ['natural'],
    difficulty: { all: [1, 8] },
  },
  checkpoints: { everySteps: 2 },
  allow: {
    'shape/right-falls-below-wrong': 'as in the quickstart',
    'shape/moves-all-wrong-group': 'as in the quickstart',
  },
  engine: {
    name: 'torch',
    device: flags.device,
    ...(flags.deterministic && { deterministic: true }),
  },
};

/** When a run is killed, as its folder shows it: from `begun` on, after `wait` milliseconds; in time where it is not yet `over`. */
const moments = {
  rollout: {
    begun: (run) => completed(run, 3),
    wait: (run) => 500 * stepEvent(run, 3).rolloutSeconds,
    over: (run) => existsSync(join(run, 'steps/000004')),
  },
  update: {
    begun: (run) => existsSync(join(run, 'steps/000004/rollouts.parquet')),
    over: (run) => completed(run, 4),
  },
  checkpoint: {
    begun: (run) => existsSync(join(run, 'checkpoints/000004.tmp')),
    over: (run) => existsSync(join(run, 'checkpoints/000004')),
  },
};

/** Events of the log so far; a line that is being written is none yet. */
function eventsOf(run) {
  const log = join(run, 'events.jsonl');
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

const stepEvent = (run, step) =>
  eventsOf(run).find((event) => event.type === 'step-completed' && event.step === step);
const completed = (run, step) => stepEvent(run, step) !== undefined;

const kills = flags.kills.split(',');
const unknown = kills.find((name) => !(name in moments));
if (unknown !== undefined) {
  console.error(`--kills: there is no '${unknown}'; there are ${Object.keys(moments).join(', ')}`);
  process.exit(2);
}

const stop = new AbortController();
const allot = fileURLToPath(new URL('../../packages/allot/bin/allot.js', import.meta.url));

function start(...words) {
  const python = flags.python === undefined ? [] : ['--python', flags.python];
  // Several runs share the machine, and a CPU's bits depend on its threads.
  const env = { OMP_NUM_THREADS: '1', ...process.env };
  const child = spawn(process.execPath, [allot, ...words, '--quiet', ...python], {
    env,
    signal: stop.signal,
    killSignal: 'SIGKILL',
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, said }));
  });
  return { child, ended };
}

async function toItsEnd(...words) {
  const { code, signal, said } = await start(...words).ended;
  if (code !== 0) throw new Error(`allot ${words.join(' ')} ended with ${signal ?? code}:\n${said}`);
}

/** Whether the kill came in time. */
async function killAndResume(file, run, { begun, wait = () => 0, over }) {
  const { child, ended } = start('run', file, '--run-dir', run);
  while (child.exitCode === null && !begun(run)) await sleep(1);
  if (child.exitCode === null) await sleep(wait(run));
  child.kill('SIGKILL');
  const { signal, said } = await ended;
  if (signal !== 'SIGKILL') throw new Error(`a run ended before it was killed:\n${said}`);
  const inTime = !over(run);
  await toItsEnd('resume', run);
  return inTime;
}

/** Numbers of the log by where they stand, but for times, what counts problems, and intervals, which follow from the others. */
function metricsOf(run) {
  const numbers = new Map();
  const visit = (at, value) => {
    if (/(Seconds|Interval|problems|samples|budget)$/.test(at.at(-1))) return;
    if (typeof value === 'number') numbers.set(at.join(' '), value);
    else if (value instanceof Object) for (const key in value) visit([...at, key], value[key]);
  };
  for (const { type, step, metrics, results } of eventsOf(run)) {
    if (type === 'step-completed') visit(['step', step], metrics);
    if (type === 'evaluation-completed') visit(['evaluation', step], results);
  }
  return numbers;
}

/** The largest relative difference of each metric over steps, tiers and modes. */
function differencesOf(whole, run) {
  const [expected, found] = [metricsOf(whole), metricsOf(run)];
  const strange = [...expected.keys(), ...found.keys()].find((at) => !expected.has(at) || !found.has(at));
  if (strange !== undefined) throw new Error(`one of ${whole} and ${run} has no metric '${strange}'`);
  const largest = {};
  for (const [at, a] of expected) {
    const b = found.get(at);
    const words = at.split(' ');
    const name = `${words[0]} ${words.at(-1)}`;
    const difference = a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
    largest[name] = Math.max(largest[name] ?? 0, difference);
  }
  return largest;
}

const isEqual = (file, a, b) => readFileSync(join(a, file)).equals(readFileSync(join(b, file)));

/** Checkpoints whose weights and moments are the same bits in both runs. */
const equalCheckpoints = (whole, run) =>
  readdirSync(join(whole, 'checkpoints')).filter((step) =>
    ['policy/model.safetensors', 'optimizer.safetensors'].every((file) =>
      isEqual(join('checkpoints', step, file), whole, run),
    ),
  );

async function runAll(folder) {
  const file = join(folder, 'resume.json');
  writeFileSync(file, JSON.stringify(definition));
  const place = (name) => join(folder, name);
  const [, , ...inTime] = await Promise.all([
    ...['whole', 'again'].map((name) => toItsEnd('run', file, '--run-dir', place(name))),
    ...kills.map((name) => killAndResume(file, place(name), moments[name])),
  ]);
  const whole = place('whole');
  return ['again', ...kills].map((name, index) => ({
    name,
    inTime: index === 0 || inTime[index - 1],
    equalSizes: isEqual('sizes.json', whole, place(name)),
    equalCheckpoints: equalCheckpoints(whole, place(name)),
    differences: differencesOf(whole, place(name)),
  }));
}

const largestOf = ({ differences }) => Math.max(...Object.values(differences));
const shown = (difference) => (difference === 0 ? '0' : difference.toExponential(1));

function printTable(runs) {
  console.log(
    'largest relative difference to a run that nobody disturbed: another such run, and runs killed in',
  );
  printRow('', ...runs.map(({ name }) => name));
  for (const metric of Object.keys(runs[0].differences))
    printRow(metric, ...runs.map(({ differences }) => shown(differences[metric])));
  printRow('checkpoints of equal bits', ...runs.map((run) => run.equalCheckpoints.length));
  for (const { name, inTime, equalSizes } of runs) {
    if (!inTime) console.log(`the kill in the ${name} came after its end`);
    if (!equalSizes)
      console.log(`${name}: other sizes were picked, for lack of memory; bits may differ by that`);
  }
}

const began = performance.now();
const folder = mkdtempSync(join(tmpdir(), 'allot-bench-resume-'));
try {
  const runs = await runAll(folder);
  const seconds = (performance.now() - began) / 1000;
  printTable(runs);
  const [again, ...killed] = runs;
  const largest = Math.max(...killed.map(largestOf));
  const verdict = largest <= Number(flags.tolerance) ? 'within' : 'beyond';
  console.log(
    `killed and resumed: ${shown(largest)}, ${verdict} ${flags.tolerance}; undisturbed again: ${shown(largestOf(again))}; ${seconds.toFixed(0)} seconds`,
  );
  if (flags.json !== undefined)
    writeFileSync(flags.json, `${JSON.stringify({ ...flags, seconds, largest, runs }, null, 2)}\n`);
  if (verdict === 'beyond') process.exitCode = 1;
} finally {
  stop.abort();
  rmSync(folder, { recursive: true, force: true });
}
