// Requests to the engine and what comes back as rollouts; used by training and by evaluation.
import type { Problem, Rollout } from '@allot/spec';
import type { RolloutRow } from '@allot/store';
import { countThinkingTokens, encodePrompt } from '@allot/tasks';
import { report } from '../catalog.js';
import type { Engine, RolloutRequest, RolloutSample } from '../engine.js';
import type { Experiment } from '../experiment.js';
import { RunFailure } from '../run-failure.js';

/** One response to sample: which trajectory it is, what it begins with, how long it may get. */
export interface ResponseRequest {
  readonly problem: Problem;
  readonly key: Pick<Rollout, 'groupId' | 'tier' | 'budget' | 'rollout'>;
  readonly prefill: Int32Array;
  /** Most response tokens, prefill included when `response.prefillInLength`. */
  readonly cap: number;
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
  const prompts = new Map<string, { tokens: Int32Array; text: string }>();
  const promptOf = (problem: Problem) => {
    const before = prompts.get(problem.problem);
    if (before) return before;
    const { response } = experiment.settings;
    const tokens = encodePrompt(problem, response, experiment.tokenizer);
    const prompt = { tokens, text: problem.problem + response.reasoningOpen };
    prompts.set(problem.problem, prompt);
    return prompt;
  };
  const samples = await engine.rollout(
    requests.map((request) => toEngineRequest(experiment, request, promptOf(request.problem).tokens)),
    {
      ...options,
      stopToken: experiment.stopToken,
      ...(experiment.environment ? { environment: experiment.environment } : {}),
    },
  );
  return requests.map((request, index) => {
    const { tokens, text } = promptOf(request.problem);
    return toRow(experiment, request, samples[index] as RolloutSample, tokens, text);
  });
}

function toEngineRequest(
  { settings, maxPositions }: Experiment,
  { problem, prefill, cap, address }: ResponseRequest,
  prompt: Int32Array,
): RolloutRequest {
  const counted = settings.response.prefillInLength ? prefill.length : 0;
  const room = maxPositions - prompt.length - prefill.length;
  if (room < 1) {
    const tokens = prompt.length + prefill.length;
    throw new RunFailure([
      report('run/prompt-too-long', { problem: problem.id, tokens, positions: maxPositions }),
    ]);
  }
  const maxNewTokens = Math.max(1, Math.min(cap - counted, room));
  return { prompt, prefill, maxNewTokens, random: { seed: settings.seed, address } };
}

function toRow(
  { settings, tokenizer }: Experiment,
  { problem, key, prefill }: ResponseRequest,
  sample: RolloutSample,
  promptTokens: Int32Array,
  promptText: string,
): RolloutRow {
  const { prefillInLength, reasoningClose } = settings.response;
  const uncounted = prefillInLength ? 0 : prefill.length;
  const thinking = countThinkingTokens(sample.tokens, reasoningClose, tokenizer);
  return {
    problemId: problem.id,
    ...key,
    ...(problem.difficulty === undefined ? {} : { difficulty: problem.difficulty }),
    promptTokens,
    responseTokens: sample.tokens,
    tokenOrigins: sample.origins,
    logProbabilities: sample.logProbabilities,
    tokens: sample.tokens.length - uncounted,
    thinkingTokens: Math.max(0, thinking - uncounted),
    finishReason: sample.finishReason,
    promptText,
    text: tokenizer.decode(sample.tokens),
  };
}
