import { randomStream, TokenOrigin } from '@allot/spec';
import { expect, test } from 'vitest';
import { fakeManifest, openFakeEngine } from '../../test-support/fake-engine.js';
import type { Engine, RolloutRequest, RolloutSample } from '../engine.js';
import { samplePhases } from './sample-phases.js';

const stopToken = 1;
const isClosed = (tokens: Int32Array): boolean => tokens.includes(3);
const closing = Int32Array.of(20, 3);
const options = { temperature: 1, topP: 1, stopTokens: [stopToken] };

async function engineOf(requests?: (readonly RolloutRequest[])[]): Promise<Engine> {
  const stream = randomStream(7, 'weights');
  const [engine] = await openFakeEngine({ onRollout: (all) => requests?.push(all) })({
    folder: '',
    manifest: fakeManifest('key'),
    device: 'cpu',
    workers: 1,
    state: {
      parameters: Float32Array.from({ length: 52 }, (_, index) => stream.at(index)),
      firstMoment: new Float32Array(52),
      secondMoment: new Float32Array(52),
      optimizerStep: 0,
    },
  });
  return engine as Engine;
}

const request = (rollout: number): RolloutRequest => ({
  prompt: Int32Array.of(5, 2),
  prefill: Int32Array.of(17, 9),
  maxNewTokens: 30,
  random: { seed: 7, address: [1, rollout] },
});
const thinking = { maxNewTokens: 8, closing };
const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
const numbers = Array.from({ length: 200 }, (_, rollout) => rollout);

async function both(): Promise<{ whole: readonly RolloutSample[]; phased: readonly RolloutSample[] }> {
  const engine = await engineOf();
  return {
    whole: await engine.rollout(numbers.map(request), options),
    phased: await samplePhases(
      engine,
      numbers.map((rollout) => ({ request: request(rollout), thinking })),
      isClosed,
      options,
    ),
  };
}

test('a reasoning that is closed in time goes on as if it had no cap', async () => {
  const { whole, phased } = await both();
  const closed = numbers.filter((number) => whole[number]?.tokens.subarray(0, 10).includes(3));
  expect(closed.length).toBeGreaterThan(20);
  expect(closed.some((number) => (whole[number]?.tokens.length ?? 0) > 10)).toBe(true);
  for (const number of closed) expect(phased[number]).toEqual(whole[number]);
});

test('one that is open at its cap is closed, without loss, and an answer follows up to the cap', async () => {
  const { whole, phased } = await both();
  const open = numbers.filter((number) => {
    const tokens = whole[number]?.tokens ?? new Int32Array();
    return tokens.length > 10 && !tokens.subarray(0, 10).includes(3);
  });
  expect(open.length).toBeGreaterThan(50);
  for (const number of open) {
    const { tokens, origins, logProbabilities, finishReason } = phased[number] as RolloutSample;
    expect(tokens.subarray(0, 10)).toEqual(whole[number]?.tokens.subarray(0, 10));
    expect(tokens.subarray(10, 12)).toEqual(closing);
    const { prefill, sampled, forced } = TokenOrigin;
    const answer = tokens.length - 12;
    const pattern = [prefill, prefill, ...times(8, sampled), forced, forced, ...times(answer, sampled)];
    expect([...origins]).toEqual(pattern);
    expect([...logProbabilities.subarray(10, 12)]).toEqual([0, 0]);
    expect(logProbabilities.subarray(2, 10).every((value) => value < 0)).toBe(true);
    expect(answer).toBeGreaterThan(0);
    expect(tokens.length).toBeLessThanOrEqual(32);
    expect(finishReason).toBe(tokens.at(-1) === stopToken ? 'stop' : 'length');
  }
});

test('the engine is asked once where no reasoning has a cap, and for no more than what is left', async () => {
  const asked: (readonly RolloutRequest[])[] = [];
  const engine = await engineOf(asked);
  await samplePhases(engine, [{ request: request(0) }], isClosed, options);
  expect(asked).toHaveLength(1);
  asked.length = 0;
  const requests = numbers.map((rollout) =>
    rollout < 100 ? { request: request(rollout) } : { request: request(rollout), thinking },
  );
  const progress: number[] = [];
  await samplePhases(engine, requests, isClosed, {
    ...options,
    onProgress: (finished) => progress.push(finished),
  });
  const [first = [], second = []] = asked;
  expect(first.map(({ maxNewTokens }) => maxNewTokens)).toEqual(
    numbers.map((rollout) => (rollout < 100 ? 30 : 8)),
  );
  expect(second.length).toBeLessThan(100);
  for (const { prefill, maxNewTokens } of second)
    expect(prefill.length + maxNewTokens).toBeLessThanOrEqual(32);
  expect(progress).toEqual([100, 200]);
});

test('a closing that has no room is left out', async () => {
  const engine = await engineOf();
  const tight = numbers.map((rollout) => ({ request: { ...request(rollout), maxNewTokens: 10 }, thinking }));
  const samples = await samplePhases(engine, tight, isClosed, options);
  const open = samples.filter(({ tokens }) => tokens.length === 10 && tokens[9] !== stopToken);
  expect(open.length).toBeGreaterThan(50);
  expect(open.every(({ finishReason }) => finishReason === 'length')).toBe(true);
});
