// Requests to the engine and what comes back as rollouts; used by training and by evaluation.
import { type Problem, type Rollout, TokenOrigin } from '@allot/spec';
import type { RolloutRow } from '@allot/store';
import {
  countThinkingTokens,
  encodePrompts,
  findText,
  type NoPrompt,
  type Prompt,
  type PromptFrame,
} from '@allot/tasks';
import { report } from '../catalog.js';
import type { Engine, RolloutSample } from '../engine.js';
import type { Experiment } from '../experiment.js';
import { RunFailure } from '../run-failure.js';
import { concatTokens } from './loss-mask.js';
import type { DeclaredToken, ResponsePlan } from './response-plan.js';
import { type PhasedRequest, samplePhases } from './sample-phases.js';

/** One response to sample: which trajectory it is, and how it is sampled. */
export interface ResponseRequest extends ResponsePlan {
  readonly problem: Problem;
  readonly key: Pick<Rollout, 'groupId' | 'tier' | 'budget' | 'rollout'>;
  /** Random address under the run's seed. */
  readonly address: readonly number[];
}

export interface SamplingOptions {
  readonly temperature: number;
  readonly topP: number;
  readonly onProgress?: (finished: number, tokens: number) => void;
  readonly signal?: AbortSignal;
}

/** Samples every request; rows come in the order of the requests. Throws a RunFailure when a prompt is too long. */
export async function sampleResponses(
  experiment: Experiment,
  engine: Engine,
  requests: readonly ResponseRequest[],
  options: SamplingOptions,
): Promise<RolloutRow[]> {
  const { tokenizer } = experiment;
  const prompts = await promptsOf(experiment, requests);
  const samples = await samplePhases(
    engine,
    requests.map((request, index) => toEngineRequest(experiment, request, (prompts[index] as Prompt).tokens)),
    (tokens) => isClosed(experiment, tokens),
    {
      ...options,
      stopTokens: tokenizer.stopTokens,
      ...(experiment.environment ? { environment: experiment.environment } : {}),
    },
  );
  return requests.map((request, index) =>
    toRow(experiment, request, samples[index] as RolloutSample, prompts[index] as Prompt),
  );
}

/** The prompt of every request; requests of one problem in one frame share theirs. */
async function promptsOf(
  { settings, tokenizer }: Experiment,
  requests: readonly ResponseRequest[],
): Promise<readonly Prompt[]> {
  const places = new Map<string, number>();
  const distinct: { problem: Problem; frame: PromptFrame }[] = [];
  const placeOf = requests.map(({ problem, frame = {} }) => {
    const key = JSON.stringify([problem.id, frame]);
    const place = places.get(key) ?? distinct.length;
    if (place === distinct.length) distinct.push({ problem, frame });
    places.set(key, place);
    return place;
  });
  const encoded = await encodePrompts(distinct, settings, tokenizer);
  return placeOf.map((place) => {
    const prompt = encoded[place] as Prompt | NoPrompt;
    if ('tokens' in prompt) return prompt;
    const problem = (distinct[place] as { problem: Problem }).problem.id;
    throw new RunFailure([report('run/no-prompt', { problem, reason: prompt.failed })]);
  });
}

function toEngineRequest(
  experiment: Experiment,
  { problem, prefill, firstToken, cap, thinking, address }: ResponseRequest,
  prompt: Int32Array,
): PhasedRequest {
  const { settings, maxPositions } = experiment;
  const start = firstToken ? concatTokens(prefill, Int32Array.of(firstToken.token)) : prefill;
  const counted = start.length - (settings.response.prefillInLength ? 0 : prefill.length);
  const room = maxPositions - prompt.length - start.length;
  if (room < 1) {
    const tokens = prompt.length + start.length;
    throw new RunFailure([
      report('run/prompt-too-long', { problem: problem.id, tokens, positions: maxPositions }),
    ]);
  }
  const most = (tokens: number): number => Math.max(1, Math.min(tokens - counted, room));
  const random = { seed: settings.seed, address };
  const request = { prompt, prefill: start, maxNewTokens: most(cap), random };
  if (!thinking || isClosed(experiment, start)) return { request };
  return { request, thinking: { maxNewTokens: most(thinking.cap), closing: thinking.closing } };
}

/** Whether response tokens hold the tag that closes the reasoning. */
const isClosed = ({ settings, tokenizer }: Experiment, tokens: Int32Array): boolean =>
  findText(tokens, settings.response.reasoningClose, tokenizer) !== undefined;

function toRow(
  { settings, tokenizer }: Experiment,
  { problem, key, prefill, firstToken }: ResponseRequest,
  sample: RolloutSample,
  prompt: Prompt,
): RolloutRow {
  const { prefillInLength, reasoningClose } = settings.response;
  const uncounted = prefillInLength ? 0 : prefill.length;
  const thinking = countThinkingTokens(sample.tokens, reasoningClose, tokenizer);
  return {
    problemId: problem.id,
    ...key,
    ...(problem.difficulty === undefined ? {} : { difficulty: problem.difficulty }),
    promptTokens: prompt.tokens,
    responseTokens: sample.tokens,
    ...declareFirst(sample, prefill.length, firstToken),
    tokens: sample.tokens.length - uncounted,
    thinkingTokens: Math.max(0, thinking - uncounted),
    finishReason: sample.finishReason,
    promptText: prompt.text,
    text: tokenizer.decode(sample.tokens),
  };
}

/** Origins and log-probabilities, with those of a first token that was put there behind the prefill. */
function declareFirst(
  { origins, logProbabilities }: RolloutSample,
  place: number,
  firstToken: DeclaredToken | undefined,
): Pick<Rollout, 'tokenOrigins' | 'logProbabilities'> {
  if (!firstToken) return { tokenOrigins: origins, logProbabilities };
  return {
    tokenOrigins: origins.with(place, TokenOrigin.declared),
    logProbabilities: logProbabilities.with(place, firstToken.logProbability),
  };
}
