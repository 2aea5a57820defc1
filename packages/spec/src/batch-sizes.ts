// How much a device's memory holds at once: tokens of a micro-batch, and tokens of the caches that rows of a rollout share.

/** Bytes that a stage of the torch engine needs on a device: always, and for each token beside. */
export interface StageMemory {
  readonly fixed: number;
  /** Of a micro-batch in an update, of the caches in a rollout. */
  readonly perToken: number;
}

export interface TorchMemoryModel {
  readonly rollout: StageMemory;
  readonly update: StageMemory & {
    /** Where layers may keep all that their gradient needs, instead of being computed again: bytes for each token then. */
    readonly perTokenKept?: number;
  };
}

export interface BatchSizes {
  /** Most tokens of one micro-batch. */
  readonly tokensPerMicrobatch: number;
  /** Most positions that the caches of all rows hold together. */
  readonly cacheTokens: number;
}

export type TorchDevice = 'cpu' | 'cuda';

/** More at once is not faster. Rows are sampled in multiples of 8, as the worker has them. */
const most = {
  cpu: { tokensPerMicrobatch: 1024, cacheTokens: 2 ** 20, rows: 64 },
  cuda: { tokensPerMicrobatch: 16_384, cacheTokens: 2 ** 22, rows: 512 },
} as const;
const fewestRows = 8;
/** A micro-batch of fewer tokens is no faster for keeping its layers. */
const FEWEST_KEPT = 4096;

/** Of the memory that is counted on; the rest is for what is not planned: fragments, and libraries' own. */
export const SHARE = 0.9;
const TOKEN_MULTIPLE = 256;

/**
 * What `bytes` of a device hold; at least one multiple of tokens, whatever they hold. Where layers may be kept, caches of rollouts take
 * half of what weights leave, and a micro-batch is as large as the layers that the other half holds; if that is too small, layers are
 * computed again, and caches give way to updates.
 */
export function pickSizes(
  { rollout, update }: TorchMemoryModel,
  device: TorchDevice,
  bytes: number,
): BatchSizes {
  const { tokensPerMicrobatch, cacheTokens } = most[device];
  const room = SHARE * bytes;
  const fit = (left: number, perToken: number, cap: number): number => {
    const tokens = Math.floor(left / perToken / TOKEN_MULTIPLE) * TOKEN_MULTIPLE;
    return Math.max(TOKEN_MULTIPLE, Math.min(cap, tokens));
  };
  const ofRollout = room - rollout.fixed;
  if (update.perTokenKept !== undefined) {
    const caches = fit(ofRollout / 2, rollout.perToken, cacheTokens);
    const left = room - update.fixed - caches * rollout.perToken;
    const kept = fit(left, update.perTokenKept, tokensPerMicrobatch);
    if (kept >= FEWEST_KEPT) return { tokensPerMicrobatch: kept, cacheTokens: caches };
  }
  return {
    tokensPerMicrobatch: fit(room - update.fixed, update.perToken, tokensPerMicrobatch),
    cacheTokens: fit(ofRollout, rollout.perToken, cacheTokens),
  };
}

/** Rows that are sampled at once, where the longest may have so many tokens. */
export function rowsAtOnce({ cacheTokens }: BatchSizes, device: TorchDevice, longest: number): number {
  const rows = Math.floor(cacheTokens / longest / fewestRows) * fewestRows;
  return Math.max(fewestRows, Math.min(most[device].rows, rows));
}
