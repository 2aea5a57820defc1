// How much a device's memory holds at once: tokens of a micro-batch, and tokens of the caches that rows of a rollout share.

/** Bytes that a stage of the torch engine needs on a device: always, and for each token beside. */
export interface StageMemory {
  readonly fixed: number;
  /** Of a micro-batch in an update, of the caches in a rollout. */
  readonly perToken: number;
}

export interface TorchMemoryModel {
  readonly rollout: StageMemory;
  readonly update: StageMemory;
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
  cuda: { tokensPerMicrobatch: 32_768, cacheTokens: 2 ** 22, rows: 256 },
} as const;
const fewestRows = 8;

/** Left free for what is not planned: fragments, and libraries' own. */
const SHARE = 0.9;
const TOKEN_MULTIPLE = 256;

/** What `bytes` of a device hold; at least one multiple of tokens, whatever they hold. */
export function pickSizes(
  { rollout, update }: TorchMemoryModel,
  device: TorchDevice,
  bytes: number,
): BatchSizes {
  const fit = ({ fixed, perToken }: StageMemory, cap: number): number => {
    const tokens = Math.floor((SHARE * bytes - fixed) / perToken / TOKEN_MULTIPLE) * TOKEN_MULTIPLE;
    return Math.max(TOKEN_MULTIPLE, Math.min(cap, tokens));
  };
  return {
    tokensPerMicrobatch: fit(update, most[device].tokensPerMicrobatch),
    cacheTokens: fit(rollout, most[device].cacheTokens),
  };
}

/** Rows that are sampled at once, where the longest may have so many tokens. */
export function rowsAtOnce({ cacheTokens }: BatchSizes, device: TorchDevice, longest: number): number {
  const rows = Math.floor(cacheTokens / longest / fewestRows) * fewestRows;
  return Math.max(fewestRows, Math.min(most[device].rows, rows));
}
