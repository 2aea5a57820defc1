import { expect, test } from 'vitest';
import { fakeManifest, openFakeEngine } from '../../test-support/fake-engine.js';
import { tinyReinforcement } from '../../test-support/tiny-plan.js';
import { trajectory } from '../../test-support/trajectory.js';
import type { Engine } from '../engine.js';
import { oldLogProbabilities } from './old-log-probabilities.js';
import { samplerMismatch } from './sampler-mismatch.js';

const clip = { clipLow: 0.2, clipHigh: 0.28 };
const row = trajectory({
  promptTokens: Int32Array.of(7, 2),
  responseTokens: Int32Array.of(17, 3, 8, 1),
  tokenOrigins: Uint8Array.of(1, 4, 0, 0),
  logProbabilities: Float32Array.of(0, -0.5, -2, -3),
});

test('differences of the sampled tokens alone count', () => {
  const found = samplerMismatch(clip, [row], [Float32Array.of(-9, -9, -9, -2.5, -2.75)]);
  expect(found.samplerMeanDifference).toBeCloseTo(0.375);
  expect(found.samplerMaxDifference).toBeCloseTo(0.5);
  // r - 1 - log r of the ratios exp(-0.5) and exp(0.25)
  const k3 = (logRatio: number): number => Math.exp(logRatio) - 1 - logRatio;
  expect(found.samplerKl).toBeCloseTo((k3(-0.5) + k3(0.25)) / 2);
  // 0.61 is below 0.8; 1.284 is above 1.28
  expect(found.samplerBeyondClip).toBe(1);
});

test('equal log-probabilities give zeros, and so do no tokens', () => {
  const zeros = { samplerMeanDifference: 0, samplerMaxDifference: 0, samplerKl: 0, samplerBeyondClip: 0 };
  expect(samplerMismatch(clip, [row], [Float32Array.of(0, 0, 0, -2, -3)])).toEqual(zeros);
  expect(samplerMismatch(clip, [], [])).toEqual(zeros);
});

async function fakeEngine(): Promise<Engine> {
  const [engine] = await openFakeEngine({})({
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
  return engine as Engine;
}

test('it is measured where the log-probabilities are recomputed, and where the sampler differs', async () => {
  const engine = await fakeEngine();
  const { objective } = tinyReinforcement();
  const recomputing = tinyReinforcement({ objective: { ...objective, oldLogProbabilities: 'recomputed' } });
  const measured = { samplerMeanDifference: 1.5, samplerMaxDifference: 2 };
  expect((await oldLogProbabilities(tinyReinforcement(), engine, [row])).mismatch).toBeUndefined();
  expect(await oldLogProbabilities(recomputing, engine, [row])).toMatchObject({
    old: [Float32Array.of(-1, -1, -0.5, -1, -1)],
    mismatch: measured,
  });
  expect(
    await oldLogProbabilities(tinyReinforcement(), { ...engine, samplerDiffers: true }, [row]),
  ).toMatchObject({ old: [Float32Array.of(0, 0, -0.5, -2, -3)], mismatch: measured });
});
