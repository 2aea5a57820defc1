// Rollout requests and samples as flat arrays, cheap to post to a thread.
import { TokenOrigin, type TokenOverrideTable } from '@allot/spec';
import type { RolloutOptions, RolloutRequest, RolloutSample } from '../../../engine.js';

export interface RolloutSettings {
  readonly temperature: number;
  readonly topP: number;
  readonly stopTokens: readonly number[];
  readonly environment: TokenOverrideTable | undefined;
  readonly workers: number;
}

/** Requests in the order in which workers take them; `tokens` holds prompt and prefill of each prefix. */
export interface PackedRequests {
  readonly count: number;
  readonly tokens: Int32Array;
  /** First token of each prefix in `tokens`, and the end of the last. */
  readonly prefixStarts: Int32Array;
  /** By request: which prefix it continues. */
  readonly prefixes: Int32Array;
  readonly prefillLengths: Int32Array;
  readonly maxNewTokens: Int32Array;
  readonly seeds: Float64Array;
  readonly addresses: readonly (readonly number[])[];
}

/** What one worker sampled, without the prefills: arrays by sample, then by token. */
export interface PackedSamples {
  /** Number of each sample's request in the packed order. */
  readonly requests: Int32Array;
  /** First token of each sample, and the end of the last. */
  readonly starts: Int32Array;
  readonly tokens: Int32Array;
  readonly logProbabilities: Float32Array;
  readonly origins: Uint8Array;
  /** 1 where a stop token ended the sample. */
  readonly stopped: Uint8Array;
}

export const rolloutSettings = (options: RolloutOptions, workers: number): RolloutSettings => ({
  temperature: options.temperature,
  topP: options.topP,
  stopTokens: options.stopTokens,
  environment: options.environment,
  workers,
});

/** Packs requests, the longest caps first and equal prefixes together; `order` is the original number of each. */
export function packRequests(requests: readonly RolloutRequest[]): {
  packed: PackedRequests;
  order: Int32Array;
} {
  const keys = new Map<string, number>();
  const prefixTokens: Int32Array[] = [];
  const prefixOf = requests.map(({ prompt, prefill }) => {
    const key = `${prompt.join()}|${prefill.join()}`;
    const known = keys.get(key) ?? prefixTokens.length;
    if (known === prefixTokens.length) {
      keys.set(key, known);
      prefixTokens.push(Int32Array.of(...prompt, ...prefill));
    }
    return known;
  });
  const cap = (index: number) => requests[index]?.maxNewTokens ?? 0;
  const prefix = (index: number) => prefixOf[index] ?? 0;
  const order = Int32Array.from(requests.keys()).sort(
    (a, b) => cap(b) - cap(a) || prefix(a) - prefix(b) || a - b,
  );
  const ordered = Array.from(order, (index) => requests[index] as RolloutRequest);
  const packed: PackedRequests = {
    count: ordered.length,
    ...joinTokens(prefixTokens),
    prefixes: order.map(prefix),
    prefillLengths: Int32Array.from(ordered, ({ prefill }) => prefill.length),
    maxNewTokens: Int32Array.from(ordered, ({ maxNewTokens }) => maxNewTokens),
    seeds: Float64Array.from(ordered, ({ random }) => random.seed),
    addresses: ordered.map(({ random }) => random.address),
  };
  return { packed, order };
}

/** Puts the workers' samples back in the order of the requests, prefills in front. */
export function unpackSamples(
  requests: readonly RolloutRequest[],
  order: Int32Array,
  parts: readonly PackedSamples[],
): RolloutSample[] {
  const samples: RolloutSample[] = Array.from({ length: requests.length });
  for (const part of parts) {
    part.requests.forEach((packed, sample) => {
      const index = order[packed] as number;
      const prefill = (requests[index] as RolloutRequest).prefill;
      const [start, end] = [part.starts[sample] as number, part.starts[sample + 1] as number];
      const tokens = new Int32Array(prefill.length + end - start);
      tokens.set(prefill);
      tokens.set(part.tokens.subarray(start, end), prefill.length);
      const logProbabilities = new Float32Array(tokens.length);
      logProbabilities.set(part.logProbabilities.subarray(start, end), prefill.length);
      const origins = new Uint8Array(tokens.length).fill(TokenOrigin.prefill, 0, prefill.length);
      origins.set(part.origins.subarray(start, end), prefill.length);
      const finishReason = part.stopped[sample] === 1 ? 'stop' : 'length';
      samples[index] = { tokens, logProbabilities, origins, finishReason };
    });
  }
  return samples;
}

function joinTokens(prefixes: readonly Int32Array[]) {
  const prefixStarts = new Int32Array(prefixes.length + 1);
  prefixes.forEach((prefix, index) => {
    prefixStarts[index + 1] = (prefixStarts[index] as number) + prefix.length;
  });
  const tokens = new Int32Array(prefixStarts[prefixes.length] as number);
  prefixes.forEach((prefix, index) => {
    tokens.set(prefix, prefixStarts[index]);
  });
  return { tokens, prefixStarts };
}
