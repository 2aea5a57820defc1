// `allot run --engine verl` on a real Ray, with a job that plays verl's trainer: submitted, followed, left, lost, gone on with.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { RunEvent } from '../../../packages/spec/src/index.js';
import { readAdvantages, readRollouts, readScores } from '../../../packages/store/src/index.js';
import { allot, type CommandOptions, removeFolder, temporaryFolder } from '../../e2e/command.js';
import { findMissingVerl } from './environment.js';
import { type Cluster, onTerminal, standInEnvironment, startCluster } from './stand-in/cluster.js';

const missing = findMissingVerl();
if (missing !== undefined) console.warn(`skipped: runs on a Ray cluster: ${missing}`);

const definition = (name: string) =>
  stringify({
    name,
    steps: 4,
    policy: { model: 'allot:tiny-base' },
    datasets: {
      train: { kind: 'arithmetic', split: 'train', problems: 16 },
      test: { kind: 'arithmetic', split: 'test', problems: 8 },
    },
    response: { maxTokens: 48 },
    tiers: [
      { budget: 12, rollouts: 2, prefill: '[{budget}]' },
      { budget: 24, rollouts: 2, prefill: '[{budget}]' },
    ],
    reward: { sum: { right: { expression: 'correct ? 1 : 0' }, short: { expression: '-0.01 * tokens' } } },
    advantage: { template: 'grpo' },
    optimizer: { kind: 'adamw', learningRate: 3e-4 },
    training: { dataset: 'train', promptsPerStep: 4, rolloutsPerPrompt: 4 },
    evaluation: { dataset: 'test', modes: ['natural', 'efficient'], everySteps: 2 },
    checkpoints: { everySteps: 2 },
    engine: { name: 'verl' },
  });

const names = ['plain', 'fails-at-once', 'dies-after-3', 'waits-after-1'] as const;

describe.skipIf(missing !== undefined)('a run on a Ray cluster', { timeout: 180_000 }, () => {
  let cwd = '';
  let env: Readonly<Record<string, string>> = {};
  let cluster: Cluster;
  beforeAll(async () => {
    cwd = await temporaryFolder(Object.fromEntries(names.map((name) => [`${name}.yaml`, definition(name)])));
    env = await standInEnvironment(cwd);
    cluster = await startCluster(cwd, env);
  }, 120_000);
  afterAll(async () => {
    await cluster?.stop();
    for (const run of ['fails', 'own']) {
      const pid = await localRayOf(run);
      if (pid === 0) continue;
      tryKill(pid, 'SIGTERM');
      await ended(pid);
      // One that was killed leaves its folder to the next.
      for (const name of await readdir('/tmp'))
        if (name.startsWith(`allot-ray-${pid}-`)) await removeFolder(join('/tmp', name));
    }
    await removeFolder(cwd);
  });

  /** Process of the Ray that was started for the first launch; 0 where there is none. */
  const localRayOf = async (run: string): Promise<number> => (await jobOf(run)).launches[0]?.pid ?? 0;
  const jobOf = async (run: string): Promise<Job> =>
    JSON.parse(await readFile(join(cwd, 'runs', run, 'job.json'), 'utf8').catch(() => '{"launches": []}'));
  const eventsOf = async (run: string): Promise<RunEvent[]> =>
    (await readFile(join(cwd, 'runs', run, 'events.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent);
  const command = (words: readonly string[], options: Partial<CommandOptions> = {}) =>
    allot(words, { cwd, env, ...options });
  const start = (name: string, run: string, ...more: readonly string[]) =>
    command(['run', `${name}.yaml`, '--ray-address', cluster.address, '--run-dir', `runs/${run}`, ...more]);
  const statusOf = async (run: string): Promise<string | undefined> => {
    const { stdout } = await command(['runs', '--json']);
    const { runs } = JSON.parse(stdout) as { runs: { run: string; status: string }[] };
    return runs.find((listed) => listed.run === `runs/${run}`)?.status;
  };

  test('is submitted and followed, and reads like any run', async () => {
    const { code, stdout, stderr } = await start('plain', 'plain', '--tensorboard', 'board');
    expect(stderr).toMatch(/step 1\/4 .*\n.*step 2\/4 .*\nevaluation after step 2: natural 75\.0%/);
    expect(stderr).toMatch(/step 3\/4 .* tokens\/s {2}1 s left\n.*step 4\/4/);
    expect(code).toBe(0);
    expect(stdout).toContain('finished');
    expect(stdout).toContain('Report: runs/plain/report.html');
    expect(await readdir(join(cwd, 'board/plain'))).toHaveLength(1);
    const events = await eventsOf('plain');
    expect(events.map(({ type, step }) => `${type} ${step}`)).toEqual([
      'run-started 0',
      'evaluation-completed 0',
      'step-completed 1',
      'step-completed 2',
      'evaluation-completed 2',
      'checkpoint-written 2',
      'step-completed 3',
      'step-completed 4',
      'evaluation-completed 4',
      'checkpoint-written 4',
      'run-finished 4',
    ]);
    expect(events[2]).toMatchObject({
      metrics: { loss: 1, gradientNorm: 0.5, learningRate: 1e-6, clippedShare: 0, accuracy: 0.5 },
      rolloutSeconds: 0.5,
      updateSeconds: 0.25,
      stepSeconds: 1,
    });
    // verl did not write it.
    expect(events[2]).not.toHaveProperty('metrics.entropy');
    expect(await statusOf('plain')).toBe('finished');
  });

  test('is compared step with step', async () => {
    const { code, stdout } = await command(['compare', 'runs/plain@0', 'runs/plain@4', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ policies: [{}, {}] });
  });

  test('has trajectories with the columns of any run', async () => {
    const step = join(cwd, 'runs/plain/steps/000002');
    const [[rollouts = []], [scores = []], [advantages = []]] = await Promise.all([
      readRollouts(join(step, 'rollouts.parquet')),
      readScores(join(step, 'scores.parquet')),
      readAdvantages(join(step, 'advantages.parquet')),
    ]);
    expect([rollouts.length, scores.length, advantages.length]).toEqual([16, 16, 16]);
    const [row] = rollouts;
    expect(row).toMatchObject({ tier: 0, budget: 12, rollout: 0, tokens: 3, finishReason: 'length' });
    // The prefill [12] is four tokens.
    expect(Array.from(row?.tokenOrigins ?? [])).toEqual([1, 1, 1, 1, 0, 0, 0]);
    expect(Array.from(row?.logProbabilities ?? [])).toEqual([0, 0, 0, 0, -0.25, -0.5, -0.75]);
    expect(row?.text.startsWith('[12]')).toBe(true);
    expect(row?.promptText).not.toContain('[');
    expect(scores[0]).toMatchObject({ correct: true, reward: 0.97, components: { right: 1, short: -0.03 } });
    expect(scores[1]?.correct).toBe(false);
    expect(advantages[0]?.advantage).toBeGreaterThan(0);
  });

  test('is left running by Ctrl-C and by --detach, and attached to again', async () => {
    const submitted = await start('waits-after-1', 'waits', '--detach');
    expect(submitted.code).toBe(0);
    expect(submitted.stderr).toContain('Follow it with: allot resume runs/waits');
    expect(await statusOf('waits')).toBe('detached');
    let signalled = false;
    const left = await command(['resume', 'runs/waits'], {
      watch: (stderr, kill) => {
        if (!signalled && stderr.includes('step 1/4')) {
          signalled = true;
          kill('SIGINT');
        }
      },
    });
    expect(left.code).toBe(130);
    expect(left.stderr).toContain('goes on at http://');
    const other = cluster.address.replace('127.0.0.1', 'localhost');
    const twice = await command(['resume', 'runs/waits', '--ray-address', other]);
    expect([twice.code, twice.stderr.includes('cluster/still-running')]).toEqual([1, true]);
    await writeFile(join(cwd, 'runs/waits/verl/go'), '');
    const followed = await command(['resume', 'runs/waits']);
    expect(followed.code).toBe(0);
    const steps = (await eventsOf('waits')).filter(({ type }) => type === 'step-completed');
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    expect((await jobOf('waits')).launches).toHaveLength(1);
    const again = await command(['resume', 'runs/waits']);
    expect([again.code, again.stdout.includes('4 of 4 steps')]).toEqual([0, true]);
  });

  test('is stopped by Ctrl-C at a terminal, once the user has said so', async () => {
    const script = JSON.stringify([
      ['accuracy', '\u0003'],
      ['Stop the job?', 'y\r'],
    ]);
    const words = [
      'run',
      'waits-after-1.yaml',
      '--ray-address',
      cluster.address,
      '--run-dir',
      'runs/stopped',
    ];
    const { code, stdout } = await onTerminal(script, words, { cwd, env });
    expect(stdout).toContain('Stopped after step 1 of 4. Go on with: allot resume runs/stopped');
    expect(code).toBe(130);
    expect((await eventsOf('stopped')).at(-1)).toMatchObject({ type: 'run-interrupted', step: 1 });
    expect((await jobOf('stopped')).launches[0]?.ended?.status).toBe('stopped');
  });

  test("goes on after verl's newest checkpoint when its job has died", async () => {
    const died = await start('dies-after-3', 'dies');
    expect(died.code).toBe(1);
    expect(died.stderr).toContain('  ValueError: the stand-in dies after step 3');
    expect(died.stderr).toMatch(/cluster\/job-failed\s+The job failed after step 3 of 4/);
    expect(died.stderr).toContain('runs/dies/verl/logs/001.log');
    const resumed = await command(['resume', 'runs/dies']);
    expect(resumed.stderr).toContain('going on after step 2');
    expect(resumed.code).toBe(0);
    const events = await eventsOf('dies');
    expect(events.map(({ type, step }) => `${type} ${step}`)).toEqual([
      'run-started 0',
      'evaluation-completed 0',
      'step-completed 1',
      'step-completed 2',
      'evaluation-completed 2',
      'checkpoint-written 2',
      'run-resumed 2',
      'step-completed 3',
      'step-completed 4',
      'evaluation-completed 4',
      'checkpoint-written 4',
      'run-finished 4',
    ]);
  });

  test('is refused before anything is trained where the cluster does not fit', async () => {
    const [gpus, grader, nobody, flag] = await Promise.all([
      start('plain', 'gpus', '--gpus-per-node', '2'),
      command(['run', 'plain.yaml', '--ray-address', cluster.address], {
        env: { ...env, ALLOT_COMMAND: 'no-such-allot', ALLOT_MODEL: '/nowhere' },
      }),
      command(['run', 'plain.yaml', '--ray-address', 'http://127.0.0.1:1']),
      command(['run', 'plain.yaml', '--engine', 'onnx', '--detach']),
    ]);
    expect([gpus.code, grader.code, nobody.code, flag.code]).toEqual([1, 1, 1, 1]);
    expect(gpus.stderr).toContain('--nodes 1 --gpus-per-node 2 asks for 1 x 2 GPUs, and the nodes have 1');
    expect(grader.stderr).toMatch(/cluster\/no-grader\s+The node .* has no grader: .*no-such-allot/);
    expect(grader.stderr).toMatch(/cluster\/no-model\s+The node .* does not find the policy: .*\/nowhere/);
    expect(nobody.stderr).toContain('There is no job server at http://127.0.0.1:1: nothing listens there');
    expect(flag.stderr).toContain('cluster/flag-without-cluster');
    expect((await readdir(join(cwd, 'runs'))).filter((run) => run.startsWith('plain-'))).toEqual([]);
  });

  test('starts a Ray of its own, shows the last words of a job that fails at once, and ends it', async () => {
    const { code, stderr } = await command(['run', 'fails-at-once.yaml', '--run-dir', 'runs/fails']);
    expect(code).toBe(1);
    expect(stderr).toContain('The job failed after step 0 of 4: RuntimeError: the stand-in fails at once');
    await ended(await localRayOf('fails'));
    expect(await statusOf('fails')).toBe('interrupted');
  });

  test('says when its cluster is gone, and goes on with another', async () => {
    let killed = false;
    const lost = await command(['run', 'waits-after-1.yaml', '--run-dir', 'runs/own'], {
      watch: (stderr) => {
        if (killed || !stderr.includes('step 1/4')) return;
        killed = true;
        void localRayOf('own').then((pid) => tryKill(pid));
      },
    });
    expect(lost.code).toBe(1);
    expect(lost.stderr).toContain('cluster/lost');
    await ended(Number(await readFile(join(cwd, 'runs/own/verl/pid'), 'utf8')));
    await writeFile(join(cwd, 'runs/own/verl/go'), '');
    const resumed = await command(['resume', 'runs/own', '--ray-address', cluster.address]);
    expect(resumed.stderr).toContain('there is no checkpoint: beginning anew');
    expect(resumed.code).toBe(0);
    const { launches } = await jobOf('own');
    expect(launches.map(({ ended }) => ended?.status)).toEqual(['lost', 'finished']);
  });
});

interface Job {
  readonly launches: readonly { readonly pid?: number; readonly ended?: { readonly status: string } }[];
}

/** Waits until a process has ended; the test fails by its time where it does not. */
async function ended(pid: number): Promise<void> {
  while (tryKill(pid, 0)) await pause(100);
}

function tryKill(pid: number, signal: NodeJS.Signals | 0 = 'SIGKILL'): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
