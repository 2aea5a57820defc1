// One trajectory while it is sampled.
import { type RandomStream, randomStream, TokenOrigin, type TokenOverrideTable } from '@allot/spec';
import type { PackedRequests } from './pack-rollout.js';

export interface Row {
  readonly request: number;
  readonly sampling: RandomStream;
  readonly environment: RandomStream;
  readonly tokens: number[];
  readonly logProbabilities: number[];
  readonly origins: number[];
  /** Token to feed next, and its position in the sequence. */
  token: number;
  position: number;
  /** Response position of the token to be sampled next, prefill counted. */
  responsePosition: number;
  /** Tokens that may still be sampled. */
  left: number;
  /** Whether the environment still acts. */
  exposed: boolean;
  stopped: boolean;
}

export function startRow(
  requests: PackedRequests,
  request: number,
  lastToken: number,
  position: number,
  until: number | undefined,
): Row {
  const seed = requests.seeds[request] as number;
  const address = requests.addresses[request] ?? [];
  const prefill = requests.prefillLengths[request] as number;
  const end = requests.prefixStarts[(requests.prefixes[request] as number) + 1] as number;
  return {
    request,
    sampling: randomStream(seed, 'sampling', ...address),
    environment: randomStream(seed, 'environment', ...address),
    tokens: [],
    logProbabilities: [],
    origins: [],
    token: lastToken,
    position,
    responsePosition: prefill,
    left: requests.maxNewTokens[request] as number,
    exposed: until === undefined || !requests.tokens.subarray(end - prefill, end).includes(until),
    stopped: false,
  };
}

export type ReplaceToken = (row: Row, token: number) => number;

/** What the environment makes of a sampled token. */
export function compileEnvironment(table: TokenOverrideTable | undefined): ReplaceToken {
  if (table === undefined || table.rate <= 0) return (_row, token) => token;
  const after = new Set(table.after);
  const replace = new Map(table.replace);
  return (row, token) => {
    if (!row.exposed || !after.has(row.token)) return token;
    const other = replace.get(token);
    return other !== undefined && row.environment.at(row.responsePosition) < table.rate ? other : token;
  };
}

/** Takes the token sampled for a row, as the environment leaves it; true when the row is finished. */
export function advanceRow(
  row: Row,
  sampled: number,
  logProbability: number,
  replace: ReplaceToken,
  stops: ReadonlySet<number>,
  until: number | undefined,
): boolean {
  const token = replace(row, sampled);
  const kept = token === sampled;
  row.tokens.push(token);
  row.logProbabilities.push(kept ? logProbability : 0);
  row.origins.push(kept ? TokenOrigin.sampled : TokenOrigin.overridden);
  if (token === until) row.exposed = false;
  row.token = token;
  row.position++;
  row.responsePosition++;
  row.left--;
  row.stopped = stops.has(token);
  return row.stopped || row.left <= 0;
}
