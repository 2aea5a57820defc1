// Reproducible numbers for tests: all exact in float32, so that float32 and float64 runs start equal.
import { sizeOf, type Tensor } from '../evaluate/tensor.js';

export type Random = () => number;

/** Numbers in [0, 1), multiples of 2^-20 (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 12) / 2 ** 20;
  };
}

export function randomTensor(random: Random, shape: readonly number[], low = -1, high = 1): Tensor {
  return {
    shape,
    data: Float64Array.from({ length: sizeOf(shape) }, () => Math.fround(low + (high - low) * random())),
  };
}

export function randomIds(random: Random, shape: readonly number[], below: number): Tensor {
  return { shape, data: Float64Array.from({ length: sizeOf(shape) }, () => Math.floor(below * random())) };
}

/** Largest difference, relative to the largest magnitude of the expected values (1e-6 at least). */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let [difference, magnitude] = [0, 1e-6];
  for (let i = 0; i < expected.length; i++) {
    const gap = Math.abs((actual[i] ?? 0) - (expected[i] ?? 0));
    if (Number.isNaN(gap)) return Number.NaN;
    difference = Math.max(difference, gap);
    magnitude = Math.max(magnitude, Math.abs(expected[i] ?? 0));
  }
  return difference / magnitude;
}
