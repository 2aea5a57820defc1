import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent } from '@allot/spec';
import { listCheckpoints, readAdvantages, readEvents, readRollouts, readScores } from '@allot/store';
import { expect, test } from 'vitest';
import { differingFiles } from '../test-support/compare-runs.js';
import { fakeHost } from '../test-support/fake-engine.js';
import { startTiny } from '../test-support/start-tiny.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { planOf, tinyReinforcement, tinySupervised } from '../test-support/tiny-plan.js';
import type { RolloutRequest, UpdateBatch } from './engine.js';
import type { RunProgress } from './outcome.js';
import { startRun } from './start-run.js';

const folder = temporaryFolder();
const _codes = ({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }) =>
  diagnostics.map(({ code }) => code);

test('a run leaves every file of its steps, evaluations and checkpoints, and tells of them in order', async () => {
  const events: RunEvent[] = [];
  const options = startTiny(folder());
  const outcome = await startRun({ ...options, onEvent: (event) => events.push(event) });
  expect(outcome).toEqual({
    status: 'finished',
    runDirectory: options.runDirectory,
    step: 6,
    diagnostics: [],
  });
  const told = events.map(({ type, step }) => `${type} ${step}`);
  expect(told).toEqual([
    'run-started 0',
    'evaluation-completed 0',
    'checkpoint-written 0',
    'step-completed 1',
    'step-completed 2',
    'checkpoint-written 2',
    'step-completed 3',
    'evaluation-completed 3',
    'step-completed 4',
    'checkpoint-written 4',
    'step-completed 5',
    'step-completed 6',
    'evaluation-completed 6',
    'checkpoint-written 6',
    'run-finished 6',
  ]);
  const run = options.runDirectory;
  expect((await readEvents(path.join(run, 'events.jsonl')))[0]).toEqual(events);
  expect(readdirSync(path.join(run, 'steps', '000004')).sort()).toEqual([
    'advantages.parquet',
    'hashes.json',
    'rollouts.parquet',
    'scores.parquet',
    'update.json',
  ]);
  expect(readdirSync(path.join(run, 'evaluations')).sort()).toEqual(['000000', '000003', '000006']);
  expect(await listCheckpoints(run)).toEqual([0, 2, 4, 6]);
  expect(existsSync(path.join(run, 'lock'))).toBe(false);
});

test('files of a step hold its trajectories, and the metrics agree with them', async () => {
  const options = startTiny(folder());
  await startRun(options);
  const step = path.join(options.runDirectory, 'steps', '000002');
  const [rollouts] = await readRollouts(path.join(step, 'rollouts.parquet'));
  const [scores] = await readScores(path.join(step, 'scores.parquet'));
  const [advantages] = await readAdvantages(path.join(step, 'advantages.parquet'));
  const metrics = JSON.parse(readFileSync(path.join(step, 'update.json'), 'utf8')) as Record<string, unknown>;
  expect(rollouts?.length).toBe(16);
  expect(new Set(rollouts?.map(({ groupId }) => groupId)).size).toBe(4);
  expect(rollouts?.slice(0, 4).map(({ tier, rollout, budget }) => [tier, rollout, budget])).toEqual([
    [0, 0, 6],
    [0, 1, 6],
    [1, 2, 12],
    [1, 3, 12],
  ]);
  for (const row of rollouts ?? []) {
    const prefill = row.tokenOrigins.filter((origin) => origin === 1).length;
    expect(row.text.startsWith(row.tier === 0 ? '[6]' : '[12]')).toBe(true);
    expect(row.tokens).toBe(row.responseTokens.length - prefill);
    expect(row.tokens).toBeLessThanOrEqual(row.tier === 0 ? 20 : 16);
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(metrics.meanTokens).toBeCloseTo(mean(rollouts?.map(({ tokens }) => tokens) ?? []));
  expect(metrics.meanReward).toBeCloseTo(mean(scores?.map(({ reward }) => reward) ?? []));
  for (const [index, { groupId, advantage }] of (advantages ?? []).entries()) {
    const group = (scores ?? []).filter((score) => score.groupId === groupId).map(({ reward }) => reward);
    expect(advantage).toBeCloseTo((scores?.[index]?.reward ?? 0) - mean(group));
  }
});

test('an update gets whole groups, a loss on sampled tokens alone, weights that make one mean', async () => {
  const batches: UpdateBatch[] = [];
  const host = fakeHost({ onUpdate: (batch) => batches.push(batch) });
  await startRun(startTiny(folder(), {}, host));
  expect(batches.length).toBe(12);
  const [batch] = batches as [UpdateBatch];
  expect(batch.sequences.length).toBe(8);
  const total = batch.sequences
    .flatMap(({ weights }) => Array.from(weights))
    .reduce((sum, weight) => sum + weight, 0);
  expect(total).toBeCloseTo(1, 5);
  for (const { tokens, weights, oldLogProbabilities } of batch.sequences) {
    expect(weights.length).toBe(tokens.length - 1);
    expect(oldLogProbabilities.length).toBe(tokens.length - 1);
    for (const [target, weight] of weights.entries()) {
      expect(weight > 0).toBe((oldLogProbabilities[target] as number) < 0);
    }
    expect(weights.at(-1)).toBeGreaterThan(0);
    expect(weights[0]).toBe(0);
  }
});

test('a policy trained on its prefill has old log-probabilities for it', async () => {
  const batches: UpdateBatch[] = [];
  const response = { ...tinyReinforcement().response, prefillInLoss: true, prefillInLength: true };
  await startRun(startTiny(folder(), { response }, fakeHost({ onUpdate: (batch) => batches.push(batch) })));
  const first = batches[0]?.sequences[0];
  const trained = first?.weights.findIndex((weight) => weight > 0) ?? -1;
  expect(trained).toBeGreaterThan(0);
  expect(first?.tokens[trained + 1]).toBe(first?.tokens.at(trained + 1));
  expect(first?.oldLogProbabilities[trained]).toBeLessThan(0);
});

test('no two trajectories share random numbers; evaluations of different steps do', async () => {
  const addresses: string[][] = [];
  const host = fakeHost({
    onRollout: (requests: readonly RolloutRequest[]) =>
      addresses.push(requests.map(({ random }) => JSON.stringify([random.seed, ...random.address]))),
  });
  const training = { ...tinyReinforcement().training, promptsPerStep: 20 };
  const evaluation = { ...tinyReinforcement().evaluation, modes: ['natural'] as const, dataset: 'test' };
  await startRun(
    startTiny(
      folder(),
      { training, steps: 3, evaluation: { ...tinyReinforcement().evaluation!, ...evaluation } },
      host,
    ),
  );
  const [base, ...rest] = addresses as [string[], ...string[][]];
  const last = rest.pop();
  expect(last).toEqual(base);
  const sampled = [...base, ...rest.flat()];
  expect(new Set(sampled).size).toBe(sampled.length);
});

test('equal plans give equal runs', async () => {
  const [a, b] = [startTiny(folder()), startTiny(folder())];
  await startRun(a);
  await startRun(b);
  expect(differingFiles(a.runDirectory, b.runDirectory)).toEqual([]);
  const other = startTiny(folder(), { seed: 8 });
  await startRun(other);
  expect(differingFiles(a.runDirectory, other.runDirectory)).toContain('steps/000001/rollouts.parquet');
});

test('a supervised run trains on demonstrations and reports its loss', async () => {
  const batches: UpdateBatch[] = [];
  const runDirectory = folder();
  const host = fakeHost({ onUpdate: (batch) => batches.push(batch) });
  const outcome = await startRun({ runDirectory, host, plan: planOf(tinySupervised()) });
  expect(outcome.status).toBe('finished');
  expect(batches.map(({ objective }) => objective)).toEqual(Array(6).fill('supervised'));
  const weights = batches[0]?.sequences.flatMap((sequence) => Array.from(sequence.weights)) ?? [];
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
});

test('progress tells phases, steps and finished rollouts', async () => {
  const progress: RunProgress[] = [];
  await startRun({ ...startTiny(folder()), onProgress: (now) => progress.push(now) });
  expect(new Set(progress.map(({ phase }) => phase))).toEqual(
    new Set(['start', 'checkpoint', 'evaluate', 'rollout', 'update']),
  );
  const rollouts = progress.filter(({ phase, step }) => phase === 'rollout' && step === 2);
  expect(rollouts.map(({ finishedRollouts, rollouts: of }) => [finishedRollouts, of])).toEqual([
    [0, 16],
    [16, 16],
  ]);
  expect(progress.every(({ steps }) => steps === 6)).toBe(true);
});
