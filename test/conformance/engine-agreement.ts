// The torch engine does what the onnx engine does: samples, log-probabilities, steps; and each goes on where the other stopped.
import { type DecoderConfig, decoderParameters } from '@allot/graph';
import type { Engine, PolicyState, UpdateBatch, UpdateResult } from '@allot/runtime';
import { type Aggregation, tokenWeights } from '@allot/spec';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { relativeError } from '../../packages/graph/src/testing/random-tensor.js';
import { initialState } from './emit-engine.js';
import { makeRequests, reinforcedBatch } from './engine-conformance.js';
import { everyTerm, type Form, offPolicy, withTerms } from './objective-conformance.js';
import { openOnnx } from './onnx-engine.js';
import { openTorch } from './torch-engine.js';

const forms: Readonly<Record<string, Form>> = {
  'ppo-clip': {},
  'dual clip': { dualClip: true },
  'entropy bonus': { entropyBonus: true },
  'k1 to a reference': { referenceKl: 'k1' },
  'k2 to a reference': { referenceKl: 'k2' },
  'k3 to a reference': { referenceKl: 'k3' },
  'abs to a reference': { referenceKl: 'abs' },
  'KL-Cov': { klCov: true },
  cispo: { surrogate: 'cispo' },
  'sequence ratios': { ratioLevel: 'sequence' },
  'every term': everyTerm,
};

const aggregations: readonly Aggregation[] = [
  'token-mean',
  'token-sum',
  'seq-mean-token-sum',
  'seq-mean-token-mean',
  'seq-mean-token-sum-norm',
];

/** Relative to the largest of what is compared. */
const RELATIVE = 1e-4;
const LOG_PROBABILITY = 1e-5;

const opens = { onnx: openOnnx, torch: openTorch } as const;
type EngineName = keyof typeof opens;

export function describeAgreement(name: string, decoder: DecoderConfig): void {
  const first = initialState(decoder, 1);
  const open = (engine: EngineName, form: Form, state = first): Promise<Engine> =>
    opens[engine](decoder, { kind: 'policy-gradient', ...form }, { state, workers: 1 });
  const step = async (engine: EngineName, form: Form, batch: UpdateBatch, state = first) => {
    const opened = await open(engine, form, state);
    const result = await opened.update(withTerms(form, batch));
    const after = await opened.state();
    await opened.close();
    return { result, after };
  };
  describe(`torch and onnx: ${name}`, () => {
    let onnx: Engine;
    let torch: Engine;
    let batch: UpdateBatch;
    beforeAll(async () => {
      [onnx, torch] = [await open('onnx', {}), await open('torch', {})];
      const sampled = offPolicy(await reinforcedBatch(onnx, decoder.vocabSize));
      // An epsilon above the rounding of a gradient: AdamW would make whole steps of elements that are nothing but rounding.
      batch = { ...sampled, optimizer: { ...sampled.optimizer, epsilon: 1e-4 } };
    });
    afterAll(() => Promise.all([onnx.close(), torch.close()]));

    test.each([
      { temperature: 1, topP: 1 },
      { temperature: 0.7, topP: 0.9 },
      { temperature: 0, topP: 1 },
    ])('the same samples at %o', async (sampling) => {
      const requests = makeRequests(48, decoder.vocabSize);
      const settings = { ...sampling, stopTokens: [22] };
      const [expected, found] = [
        await onnx.rollout(requests, settings),
        await torch.rollout(requests, settings),
      ];
      expect(found.map(({ tokens }) => tokens)).toEqual(expected.map(({ tokens }) => tokens));
      expect(
        farthest(
          found.map((sample) => sample.logProbabilities),
          expected.map((sample) => sample.logProbabilities),
        ),
      ).toBeLessThan(LOG_PROBABILITY);
    });

    test.each([1, 0.7])('the same log-probabilities at temperature %f', async (temperature) => {
      const sequences = batch.sequences.map(({ tokens }) => tokens);
      const expected = await onnx.logProbabilities(sequences, temperature);
      expect(farthest(await torch.logProbabilities(sequences, temperature), expected)).toBeLessThan(
        LOG_PROBABILITY,
      );
    });

    test.each(Object.entries(forms))('the same step: %s', async (_, form) => {
      const [expected, found] = [await step('onnx', form, batch), await step('torch', form, batch)];
      expect(disagreements(decoder, found, expected)).toEqual({});
    });

    test('the same steps with the optimizer of the paper, one after the other', async () => {
      const optimizer = { ...batch.optimizer, learningRate: 1e-6, epsilon: 1e-8 };
      const [expected, found] = await Promise.all(
        (['onnx', 'torch'] as const).map(async (engine) => {
          let stepped: Stepped | undefined;
          for (let count = 0; count < 3; count++)
            stepped = await step(engine, {}, { ...batch, optimizer }, stepped?.after);
          return stepped as Stepped;
        }),
      );
      expect(disagreements(decoder, found as Stepped, expected as Stepped)).toEqual({});
      expect(found?.after.parameters).not.toEqual(first.parameters);
    });

    test.each(aggregations)('the same step: %s', async (aggregation) => {
      const masks = batch.sequences.map(({ weights }) => weights);
      const weights = tokenWeights(aggregation, masks, { normalizer: 48 });
      const sequences = batch.sequences.map((sequence, index) => ({
        ...sequence,
        weights: weights[index] as Float32Array,
      }));
      const aggregated = { ...batch, sequences };
      const found = await step('torch', everyTerm, aggregated);
      const expected = await step('onnx', everyTerm, aggregated);
      expect(disagreements(decoder, found, expected)).toEqual({});
    });

    test.each<[EngineName, EngineName]>([
      ['onnx', 'torch'],
      ['torch', 'onnx'],
    ])('what %s began, %s goes on with', async (begins, goesOn) => {
      const { after } = await step(begins, {}, batch);
      expect(after.optimizerStep).toBe(1);
      const expected = await step(begins, {}, batch, after);
      const found = await step(goesOn, {}, batch, after);
      expect(found.after.optimizerStep).toBe(2);
      expect(disagreements(decoder, found, expected)).toEqual({});
    });
  });
}

interface Stepped {
  readonly result: UpdateResult;
  readonly after: PolicyState;
}

/** How far metrics, weights and moments are apart, where that is too far. */
function disagreements(decoder: DecoderConfig, found: Stepped, expected: Stepped): Record<string, number> {
  const metrics = (['loss', 'gradientNorm', 'entropy', 'kl', 'clippedTokens', 'trainedTokens'] as const).map(
    (name) => [name, relativeError([found.result[name]], [expected.result[name]])] as const,
  );
  const vectors = decoderParameters(decoder).flatMap(({ name, shape, offset }) => {
    const end = offset + shape.reduce((size, dim) => size * dim, 1);
    return (['parameters', 'firstMoment', 'secondMoment'] as const).map((vector) => {
      const [a, b] = [found.after[vector], expected.after[vector]];
      return [
        `${vector} of ${name}`,
        relativeError(a.subarray(offset, end), b.subarray(offset, end)),
      ] as const;
    });
  });
  return Object.fromEntries([...metrics, ...vectors].filter(([, error]) => !(error < RELATIVE)));
}

/** Infinite where the lengths differ. */
const farthest = (found: readonly Float32Array[], expected: readonly Float32Array[]): number =>
  Math.max(
    ...found.map((row, index) => {
      const other = expected[index];
      if (row.length !== other?.length) return Number.POSITIVE_INFINITY;
      return row.reduce((most, value, at) => Math.max(most, Math.abs(value - (other[at] as number))), 0);
    }),
  );
