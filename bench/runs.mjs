// `allot runs` over a thousand runs: the list, an order, and questions over steps and trajectories, each in a new process.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contentKey } from '../packages/spec/dist/index.js';
import { writeAdvantages, writeRollouts, writeScores } from '../packages/store/dist/index.js';

const RUNS = 1000;
const STEPS = 200;
const ROWS = 256;
const root = fileURLToPath(new URL('..', import.meta.url));
const allot = (...words) =>
  execFileSync(process.execPath, [join(root, 'packages/allot/bin/allot.js'), ...words], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  });

export async function benchRuns() {
  const home = mkdtempSync(join(tmpdir(), 'allot-bench-runs-'));
  try {
    await makeRuns(home);
    const asked = {
      list: [],
      'order by tokens': ['--sort', 'tokens'],
      'mean over the steps': ['--sql', 'select count(*), avg(mean_reward) from steps'],
      'mean over the trajectories': [
        '--sql',
        'select tier, count(*), avg(tokens) from trajectories group by tier',
      ],
    };
    console.log(`${RUNS} runs of ${STEPS} steps, each with a step of ${ROWS} trajectories; best of three`);
    for (const [name, flags] of Object.entries(asked)) {
      const seconds = [1, 2, 3].map(() => {
        const start = performance.now();
        allot('runs', home, ...flags);
        return (performance.now() - start) / 1000;
      });
      console.log(`  ${name.padEnd(28)} ${Math.min(...seconds).toFixed(2)} s`);
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function makeRuns(home) {
  const plan = allot('plan', join(root, 'pipelines/quickstart.ts'), '--json');
  const record = {
    format: 1,
    name: 'quickstart',
    version: '0.1.0',
    planDigest: contentKey(JSON.parse(plan)),
  };
  const events = logOf();
  const first = join(home, 'run-0/steps/000001');
  for (let run = 0; run < RUNS; run++) {
    const folder = join(home, `run-${run}`);
    const step = join(folder, 'steps/000001');
    mkdirSync(step, { recursive: true });
    const created = new Date(Date.UTC(2026, 0, 1, 0, run)).toISOString();
    writeFileSync(
      join(folder, 'run.json'),
      JSON.stringify({ ...record, id: `${run}`, planKey: JSON.parse(plan).key, created }),
    );
    writeFileSync(join(folder, 'plan.json'), plan);
    writeFileSync(join(folder, 'events.jsonl'), events);
    if (run === 0) await writeStep(step);
    else
      for (const kind of ['rollouts', 'scores', 'advantages'])
        copyFileSync(join(first, `${kind}.parquet`), join(step, `${kind}.parquet`));
  }
}

function logOf() {
  const time = '2026-01-01T00:00:00.000Z';
  const tier = {
    accuracy: 0.9,
    meanTokens: 40.125,
    meanReward: 2.03125,
    lengthSpread: 3.5,
    signalShare: 0.25,
  };
  const tiers = [12, 24, 48, 60].map((budget) => ({ budget, ...tier }));
  const metrics = {
    loss: 0.0123,
    gradientNorm: 0.456,
    learningRate: 3e-4,
    responseTokens: 10_240,
    meanReward: 2.03125,
    accuracy: 0.9,
    meanTokens: 40.125,
    lengthSpread: 3.5,
    truncatedShare: 0,
    entropy: 0.25,
    clippedShare: 0.01,
    kl: 0.002,
    tiers,
  };
  const seconds = { rolloutSeconds: 0.2, updateSeconds: 0.3, stepSeconds: 0.5 };
  const steps = Array.from({ length: STEPS }, (_, index) => ({
    type: 'step-completed',
    time,
    step: index + 1,
    metrics,
    ...seconds,
  }));
  return `${steps.map((event) => JSON.stringify(event)).join('\n')}\n`;
}

async function writeStep(folder) {
  const rows = Array.from({ length: ROWS }, (_, rollout) => ({
    groupId: '1:problem',
    problemId: 'problem',
    rollout,
    tier: rollout % 4,
    budget: 12,
    promptTokens: new Int32Array(12),
    responseTokens: new Int32Array(40),
    tokenOrigins: new Uint8Array(40),
    logProbabilities: new Float32Array(40).fill(-0.5),
    tokens: 40,
    thinkingTokens: 38,
    finishReason: 'stop',
    promptText: '1+2*3',
    text: '<think>'.padEnd(40, '+2=3'),
    answer: '9',
    correct: true,
    formatted: true,
    reward: 2,
    components: {},
    advantage: 0.5,
  }));
  await writeRollouts(join(folder, 'rollouts.parquet'), rows);
  await writeScores(join(folder, 'scores.parquet'), rows);
  await writeAdvantages(join(folder, 'advantages.parquet'), rows);
}
