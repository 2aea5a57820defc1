import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMetricsLine, verlMetricNames } from './verl-metrics.js';

const all = Object.fromEntries(Object.values(verlMetricNames).map((name, index) => [name, index + 0.5]));
const line = (data: object, step = 3): string => JSON.stringify({ step, data });
const trained = { 'training/global_step': 3, ...all };

test('a training step has its numbers by our names', () => {
  expect(readMetricsLine(line({ ...trained, 'timing_s/save_checkpoint': 2 }))).toEqual({
    step: 3,
    numbers: Object.fromEntries(Object.keys(verlMetricNames).map((name, index) => [name, index + 0.5])),
    missing: [],
    evaluated: false,
    checkpoint: true,
  });
});

test('an evaluation before training has no numbers of a step', () => {
  expect(readMetricsLine(line({ 'val-core/test/natural/acc/mean@1': 0.5 }, 0))).toEqual({
    step: 0,
    missing: [],
    evaluated: true,
    checkpoint: false,
  });
});

test('a number that is missing or no number is absent, and said where a step needs it', () => {
  fc.assert(
    fc.property(fc.subarray(Object.entries(verlMetricNames)), fc.boolean(), (left, asNull) => {
      const without = asNull
        ? { ...trained, ...Object.fromEntries(left.map(([, name]) => [name, null])) }
        : Object.fromEntries(
            Object.entries(trained).filter(([name]) => !left.some(([, gone]) => gone === name)),
          );
      const read = readMetricsLine(line(without));
      const needed = left.filter(([ours]) => !['entropy', 'clippedShare', 'referenceKl'].includes(ours));
      expect(read?.missing).toEqual(needed.map(([, name]) => name));
      for (const [ours] of left) expect(read?.numbers ?? {}).not.toHaveProperty(ours);
      expect(read?.numbers === undefined).toBe(needed.length > 0);
    }),
  );
});

test('anything else is no line of metrics', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      expect(readMetricsLine(text)).toBeUndefined();
    }),
  );
});
