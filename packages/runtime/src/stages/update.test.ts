import { expect, test } from 'vitest';
import { fakeManifest, openFakeEngine } from '../../test-support/fake-engine.js';
import { tinyReinforcement } from '../../test-support/tiny-plan.js';
import { trajectory } from '../../test-support/trajectory.js';
import type { Engine, UpdateBatch, UpdateSequence } from '../engine.js';
import { updateStage } from './update.js';

const row = trajectory({
  promptTokens: Int32Array.of(7, 2),
  responseTokens: Int32Array.of(17, 3, 8, 1),
  tokenOrigins: Uint8Array.of(1, 4, 0, 0),
  logProbabilities: Float32Array.of(0, -0.5, -2, -3),
});

async function updated(
  changes: Parameters<typeof tinyReinforcement>[0],
  tokenAdvantages?: Float32Array,
): Promise<UpdateSequence | undefined> {
  const batches: UpdateBatch[] = [];
  const [engine] = await openFakeEngine({ onUpdate: (batch) => batches.push(batch) })({
    folder: '',
    manifest: fakeManifest('key'),
    device: 'cpu',
    workers: 1,
    state: {
      parameters: new Float32Array(52),
      firstMoment: new Float32Array(52),
      secondMoment: new Float32Array(52),
      optimizerStep: 0,
    },
  });
  const advantage = { groupId: 'g', rollout: 0, advantage: 1.5 };
  const rows = {
    rollouts: [row],
    scores: [row],
    advantages: [tokenAdvantages ? { ...advantage, tokenAdvantages } : advantage],
  };
  const watch = { take: async () => true, decode: () => '' };
  await updateStage(tinyReinforcement(changes), engine as Engine, 1, rows, watch);
  return batches[0]?.sequences[0];
}

test('advantages of tokens stand at the targets that predict them', async () => {
  expect((await updated({}))?.advantages).toEqual(new Float32Array(5).fill(1.5));
  const sequence = await updated({}, Float32Array.of(4, 3, 2, 1));
  expect(sequence?.advantages).toEqual(Float32Array.of(0, 4, 3, 2, 1));
  expect([...(sequence?.weights ?? [])].map((weight) => weight > 0)).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
});

test('a declared token keeps its probability, also where those of the policy are computed anew', async () => {
  const { objective } = tinyReinforcement();
  const recomputed = await updated({ objective: { ...objective, oldLogProbabilities: 'recomputed' } });
  expect(recomputed?.oldLogProbabilities).toEqual(Float32Array.of(-1, -1, -0.5, -1, -1));
  const sampled = await updated({});
  expect(sampled?.oldLogProbabilities).toEqual(Float32Array.of(0, 0, -0.5, -2, -3));
});
