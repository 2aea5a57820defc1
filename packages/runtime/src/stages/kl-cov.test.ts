import fc from 'fast-check';
import { expect, test } from 'vitest';
import { klCovCoefficients } from './kl-cov.js';

const one = { ratio: 0.25, coefficient: 2 };

test('worked by hand: the likeliest token of the best response, masked ones aside', () => {
  // Means over the four active targets: log p -1.5, A 0; products 1.5, -0.5, -1.5, 0.5.
  const sequences = [
    { weights: Float32Array.of(1, 1, 0), advantages: Float32Array.of(1, 1, 9) },
    { weights: Float32Array.of(1, 1), advantages: Float32Array.of(-1, -1) },
  ];
  const logProbabilities = [Float32Array.of(0, -2, 9), Float32Array.of(0, -4)];
  const chosen = klCovCoefficients(one, sequences, logProbabilities);
  // The unlikely token of a wrong response, -2.5 * -1, comes before the likely token of a right one, 1.5 * 1.
  expect(chosen.map((row) => [...row])).toEqual([
    [0, 0, 0],
    [0, 2],
  ]);
  const half = klCovCoefficients({ ...one, ratio: 0.5 }, sequences, logProbabilities);
  expect(half.map((row) => [...row])).toEqual([
    [2, 0, 0],
    [0, 2],
  ]);
});

test('exactly the share is chosen, at least one, and nothing that is left has a larger product', () => {
  const value = fc.float({ min: -4, max: 4, noNaN: true });
  const targets = fc.array(fc.tuple(value, value, fc.boolean()), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(targets, fc.double({ min: 0.01, max: 1, noNaN: true }), (drawn, ratio) => {
      const weights = Float32Array.from(drawn, ([, , active]) => (active ? 0.1 : 0));
      const active = [...weights.keys()].filter((at) => weights[at] !== 0);
      fc.pre(active.length > 0);
      const advantages = Float32Array.from(drawn, ([, advantage]) => advantage);
      const logProbabilities = Float32Array.from(drawn, ([logProbability]) => logProbability);
      const [chosen = new Float32Array()] = klCovCoefficients(
        { ratio, coefficient: 1 },
        [{ weights, advantages }],
        [logProbabilities],
      );
      const mean = (values: Float32Array) =>
        active.reduce((sum, at) => sum + (values[at] as number), 0) / active.length;
      const [meanP, meanA] = [mean(logProbabilities), mean(advantages)];
      const product = (at: number) =>
        ((logProbabilities[at] as number) - meanP) * ((advantages[at] as number) - meanA);
      const taken = active.filter((at) => chosen[at] === 1);
      const left = active.filter((at) => chosen[at] === 0);
      expect(taken).toHaveLength(Math.max(1, Math.floor(active.length * ratio)));
      expect([...chosen].filter((coefficient) => coefficient !== 0)).toHaveLength(taken.length);
      expect(Math.min(...taken.map(product))).toBeGreaterThanOrEqual(Math.max(...left.map(product)));
    }),
  );
});
