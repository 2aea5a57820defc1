import { expect, it } from 'vitest';
import { efficiencyScore } from './efficiency-score.js';

it('gives the scores of HBPO from its published averages', () => {
  const deepSeek = efficiencyScore({ accuracy: 0.563, tokens: 7921 }, { accuracy: 0.594, tokens: 3120 });
  expect(deepSeek).toBeCloseTo(0.6061 + 3 * 0.05506, 3);
  const deepScaleR = efficiencyScore({ accuracy: 0.637, tokens: 4744 }, { accuracy: 0.637, tokens: 2364 });
  expect(deepScaleR).toBeCloseTo(0.5017, 4);
});

it('punishes lost accuracy five times', () => {
  // A quarter of the tokens saved, a tenth of the accuracy lost: 0.25 - 5 * 0.1.
  expect(efficiencyScore({ accuracy: 0.8, tokens: 100 }, { accuracy: 0.72, tokens: 75 })).toBeCloseTo(
    -0.25,
    12,
  );
});

it('is undefined when the base is 0', () => {
  expect(efficiencyScore({ accuracy: 0, tokens: 10 }, { accuracy: 1, tokens: 5 })).toBeUndefined();
});
