// A rollout over all workers.
import type { RolloutOptions, RolloutRequest, RolloutSample } from '../../../engine.js';
import { checkRequests } from '../../check-requests.js';
import { callWithCounters } from '../call-with-counters.js';
import type { EngineContext } from '../open-engine.js';
import { packRequests, rolloutSettings, unpackSamples } from './pack-rollout.js';

export async function rolloutRequests(
  { pool, decoder, version }: EngineContext,
  requests: readonly RolloutRequest[],
  options: RolloutOptions,
): Promise<RolloutSample[]> {
  checkRequests(requests, decoder.maxPositions);
  const { packed, order } = packRequests(requests);
  const settings = rolloutSettings(options, pool.size);
  const parts = await callWithCounters(options, (counters) =>
    pool.callAll('rollout', version, { requests: packed, settings, counters }),
  );
  return unpackSamples(requests, order, parts);
}
