// What every engine must do with the parts of an objective: each loss as worked out here from log-probabilities.
import type { PolicyGradientLoss } from '@allot/graph';
import type { PolicyState, UpdateBatch, UpdateSequence } from '@allot/runtime';
import { beforeAll, describe, expect, test } from 'vitest';
import { type EngineUnderTest, reinforcedBatch } from './engine-conformance.js';

export type Form = Omit<PolicyGradientLoss, 'kind'>;
type Token = { readonly ratio: number; readonly advantage: number; readonly now: number };

export const everyTerm: Form = { dualClip: true, entropyBonus: true, referenceKl: 'k3', klCov: true };
const numbers = { dualClip: 3, entropyBonus: 0.05, klCoefficient: 0.3 };

export function describeObjectives({ name, open, vocabularySize, initialState }: EngineUnderTest): void {
  const reference = initialState.parameters.map((value, at) => value * (at % 2 === 0 ? 1.1 : 0.9));
  const openWith = (form: Form, workers = 2, state = initialState) =>
    open({ state, workers, objective: { kind: 'policy-gradient', ...form }, reference });

  describe(`${name}: objectives`, () => {
    let batch: UpdateBatch;
    let scored: readonly Float32Array[];
    beforeAll(async () => {
      const engine = await openWith({});
      batch = offPolicy(await reinforcedBatch(engine, vocabularySize));
      scored = await engine.logProbabilities(
        batch.sequences.map(({ tokens }) => tokens),
        1,
      );
      await engine.close();
    });

    test('the reference is the policy of its parameters, and stays', async () => {
      const sequences = batch.sequences.map(({ tokens }) => tokens);
      const other = await openWith({}, 1, { ...initialState, parameters: reference });
      const expected = await other.logProbabilities(sequences, 0.7);
      await other.close();
      const engine = await openWith({});
      expect(await engine.logProbabilities(sequences, 0.7, 'reference')).toEqual(expected);
      await engine.update(batch);
      expect(await engine.logProbabilities(sequences, 0.7, 'reference')).toEqual(expected);
      expect(await engine.logProbabilities(sequences, 0.7)).not.toEqual(expected);
      await engine.close();
    });

    test('without a reference there is nothing to compare with', async () => {
      const engine = await open({
        state: initialState,
        workers: 1,
        objective: { kind: 'policy-gradient' },
      });
      await expect(engine.logProbabilities([], 1, 'reference')).rejects.toThrow('reference');
      await engine.close();
    });

    test.each<[string, Form, (token: Token) => number]>([
      [
        'a dual clip bounds what a negative advantage costs',
        { dualClip: true },
        ({ ratio, advantage: a }) =>
          -(a < 0 ? Math.max(surrogate(ratio, a), numbers.dualClip * a) : surrogate(ratio, a)),
      ],
      [
        'CISPO weighs log-probabilities',
        { surrogate: 'cispo' },
        ({ ratio, advantage, now }) => -clip(ratio) * advantage * now,
      ],
    ])('%s', async (_, form, lossOf) => {
      const engine = await openWith(form);
      const { loss, clippedTokens } = await engine.update(withTerms(form, batch));
      expect(loss).toBeCloseTo(
        sumTokens(batch, scored, (token) => lossOf(token)),
        4,
      );
      expect(clippedTokens).toBeGreaterThan(0);
      await engine.close();
    });

    test('a sequence ratio is one for all tokens of a response', async () => {
      const engine = await openWith({ ratioLevel: 'sequence' });
      const means = batch.sequences.map(({ weights, oldLogProbabilities: old }, sequence) => {
        const active = [...weights.keys()].filter((at) => weights[at] !== 0);
        const sum = active.reduce((total, at) => total + (scored[sequence]?.[at] ?? 0) - (old[at] ?? 0), 0);
        return Math.exp(sum / active.length);
      });
      const expected = sumTokens(
        batch,
        scored,
        ({ advantage }, sequence) => -surrogate(means[sequence] ?? 1, advantage),
      );
      expect((await engine.update(batch)).loss).toBeCloseTo(expected, 4);
      await engine.close();
    });

    test('every term adds its part, and the entropy is taken off', async () => {
      const plain = await openWith({ dualClip: true });
      const before = await plain.update(withTerms({ dualClip: true }, batch));
      const engine = await openWith(everyTerm);
      const full = withTerms(everyTerm, batch);
      const divergence = sumTokens(full, scored, ({ now }, sequence, at) => {
        const distance = now - (full.sequences[sequence]?.referenceLogProbabilities?.[at] ?? 0);
        return numbers.klCoefficient * (Math.exp(-distance) - 1 + distance);
      });
      const held = sumTokens(
        full,
        scored,
        ({ ratio }, sequence, at) =>
          (full.sequences[sequence]?.klCovCoefficients?.[at] ?? 0) * Math.abs(Math.log(ratio)),
      );
      // All weights are 1 / 1000.
      const entropy = (numbers.entropyBonus * before.entropy) / 1000;
      expect((await engine.update(full)).loss).toBeCloseTo(before.loss + divergence + held - entropy, 3);
      expect(Math.min(divergence, held, entropy)).toBeGreaterThan(0.01);
      await Promise.all([plain.close(), engine.close()]);
    });

    test('a divergence alone draws the policy to its reference', async () => {
      const form: Form = { referenceKl: 'k2' };
      const engine = await openWith(form);
      const sequences = batch.sequences.map(({ tokens }) => tokens);
      const of = await engine.logProbabilities(sequences, 1, 'reference');
      const still = batch.sequences.map((sequence, index) => ({
        ...sequence,
        advantages: sequence.advantages.map(() => 0),
        referenceLogProbabilities: of[index] as Float32Array,
      }));
      const losses: number[] = [];
      for (let step = 0; step < 12; step++)
        losses.push((await engine.update({ ...batch, klCoefficient: 1, sequences: still })).loss);
      expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 2);
      await engine.close();
    });

    test.each<[string, Form]>([
      ['every term', everyTerm],
      ['sequence ratios', { ratioLevel: 'sequence' }],
      ['cispo', { surrogate: 'cispo' }],
    ])('bits do not depend on the number of workers, micro-batches change no step: %s', async (_, form) => {
      const states: PolicyState[] = [];
      const norms: number[] = [];
      for (const [workers, tokensPerMicrobatch] of [
        [1, 512],
        [3, 512],
        [2, 96],
      ] as const) {
        const engine = await openWith(form, workers);
        norms.push((await engine.update({ ...withTerms(form, batch), tokensPerMicrobatch })).gradientNorm);
        states.push(await engine.state());
        await engine.close();
      }
      expect(states[1]).toEqual(states[0]);
      expect(Math.abs((norms[2] ?? 0) / (norms[0] ?? 1) - 1)).toBeLessThan(1e-4);
    });

    test('a batch with other terms than the loss was emitted with is refused', async () => {
      const engine = await openWith({ dualClip: true });
      await expect(engine.update(batch)).rejects.toThrow('dual_clip');
      const more = { ...withTerms({ dualClip: true }, batch), entropyBonus: 0.1 };
      await expect(engine.update(more)).rejects.toThrow('entropy_bonus');
      await engine.close();
    });
  });
}

/** Old log-probabilities moved, so that ratios are from a twentieth to twenty. */
export const offPolicy = (batch: UpdateBatch): UpdateBatch => ({
  ...batch,
  sequences: batch.sequences.map((sequence, row) => ({
    ...sequence,
    oldLogProbabilities: sequence.oldLogProbabilities.map(
      (value, at) => value + 3 * Math.sin(1 + 7 * row + 3 * at),
    ),
  })),
});

/** The batch with what the form's terms read. */
export const withTerms = (form: Form, batch: UpdateBatch): UpdateBatch => ({
  ...batch,
  ...(form.dualClip && { dualClip: numbers.dualClip }),
  ...(form.entropyBonus && { entropyBonus: numbers.entropyBonus }),
  ...(form.referenceKl && { klCoefficient: numbers.klCoefficient }),
  sequences: batch.sequences.map(
    (sequence): UpdateSequence => ({
      ...sequence,
      ...(form.referenceKl && {
        referenceLogProbabilities: sequence.oldLogProbabilities.map((value) => value / 2),
      }),
      ...(form.klCov && {
        klCovCoefficients: sequence.weights.map((weight, at) => (weight !== 0 && at % 5 === 0 ? 0.8 : 0)),
      }),
    }),
  ),
});

const clip = (ratio: number): number => Math.min(Math.max(ratio, 0.8), 1.28);
const surrogate = (ratio: number, advantage: number): number =>
  Math.min(ratio * advantage, clip(ratio) * advantage);

/** Sum over all targets of weight times loss. */
function sumTokens(
  batch: UpdateBatch,
  scored: readonly Float32Array[],
  lossOf: (token: Token, sequence: number, at: number) => number,
): number {
  return batch.sequences.reduce((sum, { weights, advantages, oldLogProbabilities: old }, sequence) => {
    const losses = Array.from(weights, (weight, at) => {
      if (weight === 0) return 0;
      const now = scored[sequence]?.[at] as number;
      const token = { now, ratio: Math.exp(now - (old[at] as number)), advantage: advantages[at] as number };
      return weight * lossOf(token, sequence, at);
    });
    return sum + losses.reduce((total, loss) => total + loss, 0);
  }, 0);
}
