// Randomness that is addressed, not consumed: a value depends on its key and on nothing that was drawn before.
import { philox } from './philox.js';

/** Names what a number is for, so that two uses of one address never share a value. */
export type RandomPurpose =
  | 'sampling'
  | 'environment'
  | 'problem'
  | 'demonstration'
  | 'order'
  | 'weights'
  | 'bootstrap'
  | 'adapter';

const purposes: Readonly<Record<RandomPurpose, number>> = {
  sampling: 1,
  environment: 2,
  problem: 3,
  demonstration: 4,
  order: 5,
  weights: 6,
  bootstrap: 7,
  adapter: 8,
};

/**
 * A stream keyed by a seed, a purpose and an address such as (step, problem, tier, rollout).
 * `at(i)` is the i-th uniform number in [0, 1) of the stream (24 bits), whatever was asked before.
 * Philox-4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): the seed and the
 * purpose are the cipher's key, a hash of the address and the index its counter.
 */
export interface RandomStream {
  at(index: number): number;
  /** A whole number in [0, below). */
  integer(index: number, below: number): number;
}

export function randomStream(
  seed: number,
  purpose: RandomPurpose,
  ...address: readonly number[]
): RandomStream {
  const key0 = seed >>> 0;
  const key1 = (Math.floor(seed / 2 ** 32) ^ Math.imul(purposes[purpose], 0x9e3779b1)) >>> 0;
  const [low, high] = hashAddress(address);
  const at = (index: number): number => {
    const [word] = philox([index >>> 0, Math.floor(index / 2 ** 32) >>> 0, low, high], [key0, key1]);
    return (word >>> 8) / 2 ** 24;
  };
  return { at, integer: (index, below) => Math.floor(at(index) * below) };
}

/** A deterministic permutation of 0..length-1 (Fisher-Yates over a stream). */
export function shuffledIndices(length: number, stream: RandomStream): Uint32Array {
  const order = Uint32Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last--) {
    const other = stream.integer(last, last + 1);
    const kept = order[last] as number;
    order[last] = order[other] as number;
    order[other] = kept;
  }
  return order;
}

/** Two 32-bit words that name an address; murmur3 finalisers over every 32-bit half. */
function hashAddress(address: readonly number[]): readonly [number, number] {
  let low = 0x243f6a88 ^ address.length;
  let high = 0x85a308d3;
  for (const part of address) {
    for (const word of [part >>> 0, Math.floor(part / 2 ** 32) >>> 0]) {
      low = mix(low ^ word);
      high = mix(Math.imul(high, 31) + low + word);
    }
  }
  return [low >>> 0, high >>> 0];
}

function mix(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
