// Paired tests of no difference: exact McNemar for one answer a problem, sign flips for means of several and for tokens.
import type { RandomStream } from '@allot/spec';

/**
 * Exact McNemar test (McNemar, Psychometrika 12, 1947; conditional on the discordant pairs, two-sided): how likely counts
 * at least as unequal are when each discordant problem is as likely won as lost.
 */
export function mcnemar(won: number, lost: number): number {
  const discordant = won + lost;
  // Of a fair coin: C(n, k) / 2^n, each from the one before, in logarithms.
  let logarithm = -discordant * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= Math.min(won, lost); k++) {
    tail += Math.exp(logarithm);
    logarithm += Math.log(discordant - k) - Math.log(k + 1);
  }
  return Math.min(1, 2 * tail);
}

/** Differences of which all signs are tried. */
const MOST_EXACT = 13;

/**
 * Paired permutation test, two-sided: how likely a sum of differences at least as far from 0 is when each problem's sign is
 * as likely one as the other (Fisher, The Design of Experiments, 1935). All signs of up to 13 differences that are not 0;
 * of more, `flips` random ones and (1 + hits) / (1 + flips), which is never 0 (Phipson & Smyth, SAGMB 9, 2010).
 */
export function signFlipTest(differences: Iterable<number>, stream: RandomStream, flips = 9999): number {
  const sizes = [...differences].filter((value) => value !== 0);
  if (sizes.length === 0) return 1;
  const total = sizes.reduce((sum, value) => sum + value, 0);
  const most = sizes.reduce((sum, value) => sum + Math.abs(value), 0);
  const far = Math.abs(total) - 1e-12 * most;
  if (sizes.length <= MOST_EXACT) {
    const patterns = 2 ** sizes.length;
    const isFar = (pattern: number): boolean =>
      Math.abs(sizes.reduce((sum, value, i) => ((pattern >> i) & 1 ? sum - value : sum + value), 0)) >= far;
    return Array.from({ length: patterns }, (_, pattern) => isFar(pattern)).filter(Boolean).length / patterns;
  }
  let hits = 0;
  const words = Math.ceil(sizes.length / BITS);
  for (let flip = 0; flip < flips; flip++) {
    let sum = 0;
    for (let word = 0; word < words; word++) {
      let bits = stream.integer(flip * words + word, 2 ** BITS);
      const end = Math.min(sizes.length, (word + 1) * BITS);
      for (let i = word * BITS; i < end; i++) {
        sum += bits & 1 ? -(sizes[i] as number) : (sizes[i] as number);
        bits >>= 1;
      }
    }
    if (Math.abs(sum) >= far) hits++;
  }
  return (1 + hits) / (1 + flips);
}

/** Random bits of one draw. */
const BITS = 24;
