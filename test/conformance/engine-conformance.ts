// What every engine must do, whatever it runs on: the suite an engine passes to be one.
import type { TrainGraphOptions } from '@allot/graph';
import type {
  Engine,
  PolicyState,
  RolloutOptions,
  RolloutRequest,
  RolloutSample,
  UpdateBatch,
} from '@allot/runtime';
import { randomStream, TokenOrigin } from '@allot/spec';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

export interface EngineUnderTest {
  readonly name: string;
  /** Opens the engine on a small policy with this vocabulary. */
  readonly open: (options: {
    readonly state: PolicyState;
    readonly workers: number;
    readonly objective: TrainGraphOptions['objective'];
    readonly reference?: Float32Array;
  }) => Promise<Engine>;
  readonly vocabularySize: number;
  readonly initialState: PolicyState;
  /** How far log-probabilities may be off where a sample must not depend on its company. Absent: not by a bit. */
  readonly tolerance?: number;
}

const stopToken = 22;
const sampled: RolloutOptions = { temperature: 1, topP: 1, stopTokens: [stopToken] };
export const adamw = {
  learningRate: 1e-2,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.01,
  maxGradientNorm: 1,
};

export function describeEngine({
  name,
  open,
  vocabularySize,
  initialState,
  tolerance = 0,
}: EngineUnderTest): void {
  const expectSame = (found: readonly RolloutSample[], expected: readonly (RolloutSample | undefined)[]) =>
    expect(unlike(found, expected, tolerance)).toEqual([]);

  const openWith = (
    workers: number,
    state = initialState,
    kind: UpdateBatch['objective'] = 'policy-gradient',
  ) => open({ state, workers, objective: { kind } });

  describe(`${name}: rollouts`, () => {
    let engine: Engine;
    let samples: RolloutSample[];
    const requests = makeRequests(96, vocabularySize);
    beforeAll(async () => {
      engine = await openWith(2);
      samples = await engine.rollout(requests, sampled);
    });
    afterAll(() => engine.close());

    test('a sample depends on the request alone: not on workers, order or company', async () => {
      for (const workers of [1, 3]) {
        const other = await openWith(workers);
        expectSame(await other.rollout(requests, sampled), samples);
        await other.close();
      }
      expectSame((await engine.rollout([...requests].reverse(), sampled)).reverse(), samples);
      expectSame(await engine.rollout(requests.slice(40, 43), sampled), samples.slice(40, 43));
      expectSame(await engine.rollout([requests[7] as RolloutRequest], sampled), [samples[7]]);
      expect(await engine.rollout([], sampled)).toEqual([]);
    });

    test('each request keeps to its own cap, counted after the prefill', () => {
      samples.forEach((sample, index) => {
        const { prefill, maxNewTokens } = requests[index] as RolloutRequest;
        const fresh = sample.tokens.length - prefill.length;
        expect(fresh).toBeGreaterThanOrEqual(1);
        expect(fresh).toBeLessThanOrEqual(maxNewTokens);
        expect(sample.finishReason).toBe(sample.tokens.at(-1) === stopToken ? 'stop' : 'length');
        expect(sample.finishReason === 'stop' || fresh === maxNewTokens).toBe(true);
        expect(sample.tokens.subarray(prefill.length, -1)).not.toContain(stopToken);
      });
      expect(new Set(samples.map((sample) => sample.finishReason))).toEqual(new Set(['stop', 'length']));
    });

    test('a response ends at the first of several stop tokens, and is the same until there', async () => {
      const stopTokens = [stopToken, 3, 9];
      const sooner = await engine.rollout(requests, { ...sampled, stopTokens });
      sooner.forEach(({ tokens, finishReason }, index) => {
        const { prefill, maxNewTokens } = requests[index] as RolloutRequest;
        const fresh = tokens.subarray(prefill.length);
        const stopped = stopTokens.includes(fresh.at(-1) ?? -1);
        expect(finishReason).toBe(stopped ? 'stop' : 'length');
        expect(stopped || fresh.length === maxNewTokens).toBe(true);
        expect([...fresh.subarray(0, -1)].some((token) => stopTokens.includes(token))).toBe(false);
        expect(tokens).toEqual(samples[index]?.tokens.subarray(0, tokens.length));
      });
      expect(sooner.some(({ tokens }) => tokens.at(-1) === 9)).toBe(true);
    });

    test('the prefill begins the response and is marked', () => {
      samples.forEach((sample, index) => {
        const { prefill } = requests[index] as RolloutRequest;
        expect(sample.tokens.subarray(0, prefill.length)).toEqual(prefill);
        expect([...sample.origins]).toEqual(
          Array.from(sample.tokens, (_, at) =>
            at < prefill.length ? TokenOrigin.prefill : TokenOrigin.sampled,
          ),
        );
        expect(sample.logProbabilities.subarray(0, prefill.length)).toEqual(new Float32Array(prefill.length));
      });
    });

    test.each([1, 0.7])(
      'log-probabilities at temperature %f are those of a full forward pass',
      async (temperature) => {
        const some = requests.slice(0, 24);
        const drawn = await engine.rollout(some, { ...sampled, temperature });
        const scored = await engine.logProbabilities(sequencesOf(some, drawn), temperature);
        drawn.forEach((sample, index) => {
          const { prompt, prefill } = some[index] as RolloutRequest;
          const fresh = scored[index]?.subarray(prompt.length + prefill.length - 1) ?? new Float32Array(0);
          expect(largestDifference(sample.logProbabilities.subarray(prefill.length), fresh)).toBeLessThan(
            1e-5,
          );
        });
      },
    );

    test('an environment replaces tokens, marks them, and ends with its closing token', async () => {
      const environment = {
        after: [1, 2, 3, 4, 5, 6, 7],
        until: 24,
        replace: Array.from({ length: 10 }, (_, token) => [token, (token + 1) % 10] as const),
        rate: 0.5,
      };
      const shaken = await engine.rollout(requests, { ...sampled, environment });
      let replaced = 0;
      shaken.forEach(({ tokens, origins, logProbabilities }, index) => {
        const { prompt, prefill, random } = requests[index] as RolloutRequest;
        const stream = randomStream(random.seed, 'environment', ...random.address);
        const closing = tokens.indexOf(environment.until);
        for (let at = prefill.length; at < tokens.length; at++) {
          const previous = at > 0 ? tokens[at - 1] : prompt.at(-1);
          const exposed = (closing < 0 || at <= closing) && environment.after.includes(previous ?? -1);
          const overridden = origins[at] === TokenOrigin.overridden;
          const replaceable = exposed && (tokens[at] ?? 99) < 10;
          expect(overridden).toBe(replaceable && stream.at(at) < environment.rate);
          expect(overridden && logProbabilities[at] !== 0).toBe(false);
          replaced += Number(overridden);
        }
      });
      expect(replaced).toBeGreaterThan(20);
      expectSame(
        (await engine.rollout([...requests].reverse(), { ...sampled, environment })).reverse(),
        shaken,
      );
    });

    test('greedy takes the likeliest token, whatever the address', async () => {
      const greedy = await engine.rollout(requests.slice(0, 8), {
        temperature: 0,
        topP: 1,
        stopTokens: [stopToken],
      });
      const moved = requests
        .slice(0, 8)
        .map((request) => ({ ...request, random: { seed: 99, address: [] } }));
      expect(await engine.rollout(moved, { temperature: 0, topP: 1, stopTokens: [stopToken] })).toEqual(
        greedy,
      );
      const narrow = await engine.rollout(requests.slice(0, 8), {
        temperature: 1,
        topP: 1e-6,
        stopTokens: [stopToken],
      });
      expect(narrow.map((sample) => sample.tokens)).toEqual(greedy.map((sample) => sample.tokens));
      const { prompt } = requests[0] as RolloutRequest;
      const variants = Array.from({ length: vocabularySize }, (_, token) => Int32Array.of(...prompt, token));
      const scores = (await engine.logProbabilities(variants, 1)).map((row) => row.at(-1) ?? -Infinity);
      expect(requests[0]?.prefill).toHaveLength(0);
      expect(greedy[0]?.tokens[0]).toBe(scores.indexOf(Math.max(...scores)));
    });

    test('a nucleus leaves out the tail', async () => {
      const { prompt } = requests[0] as RolloutRequest;
      const variants = Array.from({ length: vocabularySize }, (_, token) => Int32Array.of(...prompt, token));
      const scores = (await engine.logProbabilities(variants, 1)).map((row, token) => ({
        token,
        p: Math.exp(row.at(-1) ?? 0),
      }));
      const nucleus = new Set<number>();
      let mass = 0;
      for (const { token, p } of scores.sort((a, b) => b.p - a.p)) {
        if (mass >= 0.5) break;
        nucleus.add(token);
        mass += p;
      }
      const many = Array.from({ length: 128 }, (_, rollout) => ({
        prompt,
        prefill: new Int32Array(0),
        maxNewTokens: 1,
        random: { seed: 5, address: [rollout] },
      }));
      const firsts = (await engine.rollout(many, { ...sampled, topP: 0.5 })).map(
        (sample) => sample.tokens[0] ?? -1,
      );
      expect(firsts.every((token) => nucleus.has(token))).toBe(true);
      expect(new Set(firsts).size).toBeGreaterThan(1);
    });

    test('progress ends with everything finished', async () => {
      const seen: [number, number][] = [];
      const drawn = await engine.rollout(requests, {
        ...sampled,
        onProgress: (finished, tokens) => void seen.push([finished, tokens]),
      });
      const fresh = drawn.reduce(
        (sum, { origins }) => sum + origins.filter((o) => o !== TokenOrigin.prefill).length,
        0,
      );
      expect(seen.at(-1)).toEqual([requests.length, fresh]);
    });

    test('an aborted rollout rejects with the reason, and the engine goes on', async () => {
      await expect(
        engine.rollout(requests, { ...sampled, signal: AbortSignal.abort('before') }),
      ).rejects.toBe('before');
      const controller = new AbortController();
      const long = requests.map((request) => ({ ...request, maxNewTokens: 200 }));
      const pending = engine.rollout(long, { ...sampled, stopTokens: [], signal: controller.signal });
      setTimeout(() => controller.abort('stop now'), 10);
      await expect(pending).rejects.toBe('stop now');
      expectSame(await engine.rollout(requests.slice(0, 3), sampled), samples.slice(0, 3));
    });
  });

  describe(`${name}: updates`, () => {
    test('at ratio 1 nothing is clipped and the loss is the weighted advantage', async () => {
      const engine = await openWith(2);
      const batch = await reinforcedBatch(engine, vocabularySize);
      const expected = batch.sequences.reduce(
        (sum, { weights, advantages }) =>
          sum - weights.reduce((part, w, at) => part + w * (advantages[at] ?? 0), 0),
        0,
      );
      const result = await engine.update(batch);
      expect(result.loss).toBeCloseTo(expected, 4);
      expect(result.clippedTokens).toBe(0);
      expect(Math.abs(result.kl)).toBeLessThan(1e-3);
      expect(result.entropy / result.trainedTokens).toBeGreaterThan(0);
      expect(result.entropy / result.trainedTokens).toBeLessThan(Math.log(vocabularySize) + 1e-4);
      await engine.close();
    });

    test('bits do not depend on the number of workers, and a reopened engine goes on exactly', async () => {
      const states: PolicyState[] = [];
      for (const workers of [1, 2, 3]) {
        const engine = await openWith(workers);
        const batch = await reinforcedBatch(engine, vocabularySize);
        await engine.update(batch);
        const middle = await engine.state();
        await engine.update(batch);
        states.push(await engine.state());
        const again = await openWith(workers, middle);
        await again.update(batch);
        states.push(await again.state());
        await engine.load(middle);
        await engine.update(batch);
        states.push(await engine.state());
        await Promise.all([engine.close(), again.close()]);
      }
      expect(states[0]?.optimizerStep).toBe(2);
      expect(states[0]?.parameters).not.toEqual(initialState.parameters);
      for (const state of states) expect(state).toEqual(states[0]);
    });

    test('micro-batches do not change the step', async () => {
      const norms: number[] = [];
      for (const tokensPerMicrobatch of [64, 4096]) {
        const engine = await openWith(2);
        const batch = await reinforcedBatch(engine, vocabularySize);
        norms.push((await engine.update({ ...batch, tokensPerMicrobatch })).gradientNorm);
        await engine.close();
      }
      expect(norms[0]).toBeGreaterThan(0);
      expect(Math.abs((norms[0] ?? 0) / (norms[1] ?? 1) - 1)).toBeLessThan(1e-4);
    });

    test('supervised steps raise the log-probability of what was shown', async () => {
      const engine = await openWith(2, initialState, 'supervised');
      const shown = Array.from({ length: 12 }, (_, row) =>
        Int32Array.from({ length: 6 + row }, (_, at) => (row + 3 * at) % 20),
      );
      const count = shown.reduce((sum, tokens) => sum + tokens.length - 1, 0);
      const empty = new Float32Array(0);
      const batch: UpdateBatch = {
        objective: 'supervised',
        tokensPerMicrobatch: 128,
        temperature: 1,
        clipLow: 0,
        clipHigh: 0,
        optimizer: adamw,
        sequences: shown.map((tokens) => ({
          tokens,
          weights: new Float32Array(tokens.length - 1).fill(1 / count),
          advantages: empty,
          oldLogProbabilities: empty,
        })),
      };
      const mean = async () =>
        (await engine.logProbabilities(shown, 1)).reduce(
          (sum, row) => sum + row.reduce((a, b) => a + b, 0),
          0,
        ) / count;
      const before = await mean();
      const losses: number[] = [];
      for (let step = 0; step < 15; step++) losses.push((await engine.update(batch)).loss);
      expect(losses[0]).toBeCloseTo(-before, 4);
      expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) * 0.7);
      expect(await mean()).toBeGreaterThan(before * 0.7);
      await engine.close();
    });

    test('tokens of weight 0 teach nothing', async () => {
      const engine = await openWith(1);
      const batch = await reinforcedBatch(engine, vocabularySize);
      const silent = batch.sequences.map((sequence) => ({
        ...sequence,
        weights: sequence.weights.map(() => 0),
      }));
      const result = await engine.update({ ...batch, sequences: silent });
      expect(result).toMatchObject({
        loss: 0,
        gradientNorm: 0,
        trainedTokens: 0,
        clippedTokens: 0,
        entropy: 0,
        kl: 0,
      });
      await engine.close();
    });

    test('a gradient that is not finite is reported and not applied', async () => {
      const engine = await openWith(2);
      const batch = await reinforcedBatch(engine, vocabularySize);
      const broken = batch.sequences.map((sequence, index) =>
        index === 3 ? { ...sequence, advantages: sequence.advantages.map(() => Number.NaN) } : sequence,
      );
      const before = await engine.state();
      const result = await engine.update({ ...batch, sequences: broken });
      expect(result.gradientNorm).toBeNaN();
      expect(await engine.state()).toEqual(before);
      await engine.close();
    });

    test('a closed engine rejects', async () => {
      const engine = await openWith(1);
      await engine.close();
      await expect(engine.rollout(makeRequests(2, vocabularySize), sampled)).rejects.toThrow('closed');
    });
  });
}

export function makeRequests(count: number, vocabularySize: number): RolloutRequest[] {
  return Array.from({ length: count }, (_, index) => {
    const [problem, tier] = [index >> 3, index & 3];
    return {
      prompt: Int32Array.from(
        { length: 1 + ((problem * 5) % 11) },
        (_, at) => (3 * at + problem) % (vocabularySize - 5),
      ),
      prefill:
        tier === 0 ? new Int32Array(0) : Int32Array.from({ length: tier + 1 }, (_, at) => 10 + at + tier),
      maxNewTokens: 8 + 12 * tier,
      random: { seed: 7, address: [3, problem, tier, index] },
    };
  });
}

const sequencesOf = (requests: readonly RolloutRequest[], samples: readonly RolloutSample[]): Int32Array[] =>
  samples.map((sample, index) =>
    Int32Array.of(...(requests[index] as RolloutRequest).prompt, ...sample.tokens),
  );

/** Numbers of the samples that are not the same: in tokens and their origins, or in log-probabilities beyond `tolerance`. */
const unlike = (
  found: readonly RolloutSample[],
  expected: readonly (RolloutSample | undefined)[],
  tolerance: number,
): number[] =>
  [...Array(Math.max(found.length, expected.length)).keys()].filter((index) => {
    const [a, b] = [found[index], expected[index]];
    return !(
      a !== undefined &&
      b !== undefined &&
      `${a.tokens}` === `${b.tokens}` &&
      `${a.origins}` === `${b.origins}` &&
      a.finishReason === b.finishReason &&
      largestDifference(a.logProbabilities, b.logProbabilities) <= tolerance
    );
  });

/** Sampled responses with advantages from -2 to 2, at the log-probabilities they were sampled with. */
export async function reinforcedBatch(engine: Engine, vocabularySize: number): Promise<UpdateBatch> {
  const requests = makeRequests(64, vocabularySize);
  const samples = await engine.rollout(requests, sampled);
  const sequences = sequencesOf(requests, samples).map((tokens, index) => {
    const { logProbabilities, origins } = samples[index] as RolloutSample;
    const targets = tokens.length - 1;
    const first = targets - origins.length;
    const onTarget = (value: (at: number) => number) =>
      Float32Array.from({ length: targets }, (_, target) => (target < first ? 0 : value(target - first)));
    return {
      tokens,
      weights: onTarget((at) => (origins[at] === TokenOrigin.sampled ? 1 / 1000 : 0)),
      advantages: onTarget(() => (index % 5) - 2),
      oldLogProbabilities: onTarget((at) => logProbabilities[at] ?? 0),
    };
  });
  return {
    objective: 'policy-gradient',
    sequences,
    tokensPerMicrobatch: 512,
    temperature: 1,
    clipLow: 0.2,
    clipHigh: 0.28,
    optimizer: adamw,
  };
}

/** Infinite when the lengths differ. */
function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return a.reduce((largest, value, index) => Math.max(largest, Math.abs(value - (b[index] as number))), 0);
}
