// Responses in one call of the engine, or in two: the reasoning up to its cap, then, closed, the answer.
import { TokenOrigin } from '@allot/spec';
import type { Engine, RolloutOptions, RolloutRequest, RolloutSample } from '../engine.js';
import { concatTokens } from './loss-mask.js';

/** Whether response tokens close the reasoning. */
export type IsClosed = (tokens: Int32Array) => boolean;

export interface PhasedRequest {
  /** The request up to the response's cap. */
  readonly request: RolloutRequest;
  /** Absent: the reasoning may take the whole response. */
  readonly thinking?: {
    /** Most tokens sampled before the reasoning is closed. */
    readonly maxNewTokens: number;
    readonly closing: Int32Array;
  };
}

/**
 * Samples every request. A response whose first phase ended at the cap of the reasoning goes on with its tokens, and the
 * closing where they leave it open, as its prefill: it meets the random numbers that it would have met in one call.
 */
export async function samplePhases(
  engine: Engine,
  requests: readonly PhasedRequest[],
  isClosed: IsClosed,
  options: RolloutOptions,
): Promise<RolloutSample[]> {
  const single = requests.filter(({ thinking }) => !thinking).length;
  const first = requests.map(firstPhase);
  if (single === requests.length) return engine.rollout(first, options);
  const samples = await engine.rollout(first, {
    ...options,
    ...tell(options, (finished) => Math.min(finished, single)),
  });
  const continued = requests.flatMap((phased, index) => {
    const next = secondPhase(phased, samples[index] as RolloutSample, isClosed);
    return next ? [{ index, ...next }] : [];
  });
  if (continued.length === 0) return samples;
  const sampled = samples.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const done = requests.length - continued.length;
  const rest = await engine.rollout(
    continued.map(({ request }) => request),
    { ...options, ...tell(options, (finished) => done + finished, sampled) },
  );
  continued.forEach(({ index, forced }, place) => {
    samples[index] = joinPhases(samples[index] as RolloutSample, forced, rest[place] as RolloutSample);
  });
  return samples;
}

const firstPhase = ({ request, thinking }: PhasedRequest): RolloutRequest =>
  thinking ? { ...request, maxNewTokens: Math.min(thinking.maxNewTokens, request.maxNewTokens) } : request;

/** What follows a first phase that ended at the cap of the reasoning; undefined where no token is left for it. */
function secondPhase(
  { request, thinking }: PhasedRequest,
  { tokens, finishReason }: RolloutSample,
  isClosed: IsClosed,
): { readonly request: RolloutRequest; readonly forced: Int32Array } | undefined {
  if (!thinking || finishReason === 'stop') return undefined;
  const forced = isClosed(tokens) ? new Int32Array() : thinking.closing;
  const sampled = tokens.length - request.prefill.length;
  const left = request.maxNewTokens - sampled - forced.length;
  if (left < 1) return undefined;
  return { request: { ...request, prefill: concatTokens(tokens, forced), maxNewTokens: left }, forced };
}

function joinPhases(first: RolloutSample, forced: Int32Array, second: RolloutSample): RolloutSample {
  const origins = second.origins.slice();
  const logProbabilities = second.logProbabilities.slice();
  origins.set(first.origins);
  origins.fill(TokenOrigin.forced, first.tokens.length, first.tokens.length + forced.length);
  logProbabilities.set(first.logProbabilities);
  return { ...second, origins, logProbabilities };
}

/** Progress of one phase as progress of all requests. */
const tell = (
  { onProgress }: RolloutOptions,
  finishedOf: (finished: number) => number,
  before = 0,
): Pick<RolloutOptions, 'onProgress'> =>
  onProgress ? { onProgress: (finished, tokens) => onProgress(finishedOf(finished), before + tokens) } : {};
