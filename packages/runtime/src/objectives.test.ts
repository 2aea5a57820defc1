// Runs with every part of an objective: what reaches the engine, and the same bytes however the run was made.
import { readFileSync } from 'node:fs';
import { type ResolvedObjective, type StageKind, type StepMetrics, shape } from '@allot/spec';
import { readRollouts, readScores } from '@allot/store';
import { describe, expect, test } from 'vitest';
import { differingFiles } from '../test-support/compare-runs.js';
import { fakeHost } from '../test-support/fake-engine.js';
import { startTiny } from '../test-support/start-tiny.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { plainObjective } from '../test-support/tiny-plan.js';
import type { UpdateBatch } from './engine.js';
import { resumeRun } from './resume-run.js';
import { runStage } from './run-stage.js';
import { divergence } from './stages/reference.js';
import { startRun } from './start-run.js';
import { stepFile } from './step-files.js';

const folder = temporaryFolder();
const kl = { estimator: 'k3', coefficient: 0.1, in: 'loss', reference: 'base' } as const;

/** Equal in some groups only. */
const reward = {
  name: 'test',
  parameters: {},
  components: {},
  expression: shape.binary(shape.field('tokens'), '<', 9),
};

const objectives: readonly (readonly [string, Partial<ResolvedObjective>])[] = [
  ['terms of the loss', { dualClip: 3, entropyBonus: 0.01, kl, klCov: { ratio: 0.1, coefficient: 1 } }],
  ['a divergence in the reward', { kl: { ...kl, in: 'reward' } }],
  ['a refill', { groups: { drop: ['equal-rewards'], refill: { mostRounds: 3 } } }],
  ['filters', { groups: { drop: ['all-correct', 'equal-rewards'] }, maskTruncated: true }],
];

const startWith = (changes: Partial<ResolvedObjective>, host = fakeHost()) =>
  startTiny(folder(), { objective: { ...plainObjective, ...changes }, reward }, host);

describe.each(objectives)('%s', (_, changes) => {
  test('a resumed run and one made stage by stage have the bytes of a whole one', async () => {
    const whole = startWith(changes);
    expect((await startRun(whole)).status).toBe('finished');
    const broken = startWith(changes, fakeHost({ delay: 5 }));
    const abort = new AbortController();
    await startRun({
      ...broken,
      signal: abort.signal,
      onEvent: ({ type, step }) => type === 'step-completed' && step === 1 && abort.abort('SIGINT'),
    });
    for (const kind of ['rollout', 'score', 'advantage', 'update'] satisfies StageKind[]) {
      const outcome = await runStage({ ...broken, kind, step: 2 });
      expect([kind, outcome.status, outcome.diagnostics]).toEqual([kind, 'finished', []]);
    }
    expect((await resumeRun(broken)).status).toBe('finished');
    expect(differingFiles(whole.runDirectory, broken.runDirectory)).toEqual([]);
  });

  test('it changes what is learnt', async () => {
    const [changed, plain] = [startWith(changes), startWith({})];
    await startRun(changed);
    await startRun(plain);
    const differing = differingFiles(changed.runDirectory, plain.runDirectory);
    expect(differing).toContain('checkpoints/000006/policy/model.safetensors');
  });
});

test('the base policy is the reference, also after a resume', async () => {
  const options = startWith({ kl }, fakeHost());
  await startRun(options);
  const [first] = await readRollouts(stepFile(options.runDirectory, 1).rollouts);
  for (const { logProbabilities, referenceLogProbabilities, tokenOrigins } of first ?? []) {
    const sampled = referenceLogProbabilities?.map((value, at) => (tokenOrigins[at] === 0 ? value : 0));
    expect(sampled).toEqual(logProbabilities);
  }
  const [last] = await readRollouts(stepFile(options.runDirectory, 6).rollouts);
  expect(last?.some((row) => row.logProbabilities.at(-1) !== row.referenceLogProbabilities?.at(-1))).toBe(
    true,
  );
});

test('a divergence in the reward is taken off it', async () => {
  const options = startWith({ kl: { ...kl, in: 'reward' } });
  await startRun(options);
  const files = stepFile(options.runDirectory, 4);
  const [[rollouts = []], [scores = []]] = [
    await readRollouts(files.rollouts),
    await readScores(files.scores),
  ];
  const expected = rollouts.map((row) => (row.tokens < 9 ? 1 : 0) - 0.1 * divergence('k3', row));
  expect(scores.map((row) => row.reward)).toEqual(expected);
  expect(Math.max(...rollouts.map((row) => divergence('k3', row)))).toBeGreaterThan(0);
});

test('rounds go on with new problems until enough groups are kept', async () => {
  const groups = { drop: ['equal-rewards'], refill: { mostRounds: 5 } } as const;
  const options = startWith({ groups });
  await startRun(options);
  const counts: number[] = [];
  for (let step = 1; step <= 6; step++) {
    const { rollouts, update } = stepFile(options.runDirectory, step);
    const [rows = []] = await readRollouts(rollouts);
    const count = new Set(rows.map(({ groupId }) => groupId)).size;
    const { trainedGroups } = JSON.parse(readFileSync(update, 'utf8')) as StepMetrics;
    expect([count % 4, trainedGroups === 4 || count === 20]).toEqual([0, true]);
    counts.push(count);
  }
  expect(Math.max(...counts)).toBeGreaterThan(4);
  expect(Math.min(...counts)).toBeLessThan(20);
});

test('an update has the parts that the objective asks for, and no others', async () => {
  const batches: UpdateBatch[] = [];
  const onUpdate = (batch: UpdateBatch) => void batches.push(batch);
  const [, changes] = objectives[0] as (typeof objectives)[number];
  await startRun(startWith(changes, fakeHost({ onUpdate })));
  expect(batches[0]).toMatchObject({ dualClip: 3, entropyBonus: 0.01, klCoefficient: 0.1 });
  for (const { sequences } of batches) {
    const weighted = sequences.flatMap(({ weights }) => [...weights]).filter((weight) => weight !== 0);
    const held = sequences.flatMap(({ klCovCoefficients }) => [...(klCovCoefficients ?? [])]).filter(Boolean);
    expect(held).toHaveLength(Math.max(1, Math.floor(weighted.length * 0.1)));
  }
  batches.length = 0;
  await startRun(startWith({}, fakeHost({ onUpdate })));
  const names = new Set(
    batches.flatMap((batch) => [...Object.keys(batch), ...Object.keys(batch.sequences[0] ?? {})]),
  );
  for (const name of [
    'dualClip',
    'entropyBonus',
    'klCoefficient',
    'klCovCoefficients',
    'referenceLogProbabilities',
  ])
    expect(names).not.toContain(name);
});

test('responses that were cut carry no loss, and a step of which nothing is left moves nothing', async () => {
  const batches: UpdateBatch[] = [];
  const host = fakeHost({ onUpdate: (batch) => void batches.push(batch) });
  await startRun(startWith({ maskTruncated: true }, host));
  const masked = batches.flatMap(({ sequences }) =>
    sequences.filter(({ weights }) => weights.every((weight) => weight === 0)),
  );
  expect(masked.length).toBeGreaterThan(0);
  expect(masked.every(({ tokens }) => tokens.at(-1) !== 1)).toBe(true);
  batches.length = 0;
  const nothing = startWith({ groups: { drop: ['all-wrong', 'all-correct'] } }, host);
  expect((await startRun(nothing)).status).toBe('finished');
  expect(batches).toEqual([]);
});
