// Keys and values of the prefixes (prompt and prefill) that waiting requests continue, computed once for all of them.
import { Tensor } from 'onnxruntime-node';
import type { WorkerContext } from '../worker.js';
import type { RunGraph } from '../worker-sessions.js';
import type { PackedRequests } from './pack-rollout.js';

/** Tokens of one run of the prefill graph; a longer prefix stands alone. */
const TOKENS_PER_RUN = 512;

/** The cache of a prefix without its last token, which is the first one that the step graph reads. */
export interface PrefixCache {
  readonly positions: number;
  readonly lastToken: number;
  /** key_0, value_0, key_1, ...: each [heads, positions, headDimension]. */
  readonly tensors: readonly Float32Array[];
}

/** Computes the prefixes of the given requests; keeps none that they do not need. */
export function createPrefixCaches({ setup, sessions }: WorkerContext, requests: PackedRequests) {
  let known = new Map<number, PrefixCache>();

  async function prepare(wanted: readonly number[]): Promise<void> {
    const prefixes = [...new Set(wanted.map((request) => requests.prefixes[request] as number))];
    const next = new Map<number, PrefixCache>();
    for (const batch of batchPrefixes(
      requests,
      prefixes.filter((prefix) => !known.has(prefix)),
    )) {
      const run = await sessions.graph('prefill');
      const tokens = batch.map((prefix) => prefixTokens(requests, prefix));
      const caches = await computePrefixes(run, tokens, setup.decoder.layers);
      caches.forEach((cache, index) => {
        next.set(batch[index] as number, cache);
      });
    }
    for (const prefix of prefixes) {
      const old = known.get(prefix);
      if (old !== undefined) next.set(prefix, old);
    }
    known = next;
  }

  return {
    prepare,
    of: (request: number) => known.get(requests.prefixes[request] as number) as PrefixCache,
  };
}

/** Prefixes of one length together: without padding, the bits of one do not depend on the others. */
function batchPrefixes(requests: PackedRequests, prefixes: readonly number[]): number[][] {
  const lengthOf = (prefix: number) => prefixTokens(requests, prefix).length;
  const batches: number[][] = [];
  for (const prefix of prefixes.toSorted((a, b) => lengthOf(a) - lengthOf(b) || a - b)) {
    const [length, batch] = [lengthOf(prefix), batches.at(-1)];
    const fits = batch !== undefined && (batch.length + 1) * length <= TOKENS_PER_RUN;
    if (fits && lengthOf(batch[0] as number) === length) batch.push(prefix);
    else batches.push([prefix]);
  }
  return batches;
}

/** Prefixes of equal length, one run. */
async function computePrefixes(
  run: RunGraph,
  prefixes: readonly Int32Array[],
  layers: number,
): Promise<PrefixCache[]> {
  const positions = (prefixes[0] as Int32Array).length - 1;
  const outputs: Float32Array[] = [];
  if (positions > 0) {
    const tokens = new Int32Array(prefixes.length * positions);
    prefixes.forEach((prefix, row) => {
      tokens.set(prefix.subarray(0, positions), row * positions);
    });
    const made = await run({ tokens: new Tensor('int32', tokens, [prefixes.length, positions]) });
    for (let layer = 0; layer < layers; layer++) {
      outputs.push(made[`key_${layer}`]?.data as Float32Array, made[`value_${layer}`]?.data as Float32Array);
    }
  }
  return prefixes.map((prefix, row) => ({
    positions,
    lastToken: prefix[positions] as number,
    tensors: outputs.map((all) => {
      const size = all.length / prefixes.length;
      return all.subarray(row * size, (row + 1) * size);
    }),
  }));
}

const prefixTokens = ({ tokens, prefixStarts }: PackedRequests, prefix: number): Int32Array =>
  tokens.subarray(prefixStarts[prefix], prefixStarts[prefix + 1]);
