// What verl writes of its trajectories, as the rows of a run: steps (`rollouts/12.jsonl`) and evaluations.
import { TokenOrigin } from '@allot/spec';
import type { AdvantageRow, EvaluationRow, RolloutRow, ScoreRow } from '@allot/store';

/** What the rows need beside the files. */
export interface DumpContext {
  readonly decode: (tokens: ArrayLike<number>) => string;
  /** Difficulty of a problem that is trained on, where it is known. */
  readonly trainingDifficulty: (problem: string) => number | undefined;
  /** The same of the evaluation. */
  readonly evaluationDifficulty: (problem: string) => number | undefined;
  /** Tokens of the prefill of every tier. */
  readonly prefills: readonly (readonly number[])[];
  /** Whether verl takes a prefill for part of the response: it is trained on. */
  readonly prefillInLoss: boolean;
}

export interface StepDump {
  readonly rollouts: readonly RolloutRow[];
  readonly scores: readonly ScoreRow[];
  readonly advantages: readonly AdvantageRow[];
}

/** A line of `rollouts/STEP.jsonl`, as allot_verl/trainer.py writes it. */
interface TrainedLine {
  readonly step: number;
  readonly group: string;
  readonly session: number;
  readonly problem: string;
  readonly reward: number;
  readonly components: Readonly<Record<string, number>>;
  readonly advantage: number;
  readonly facts: {
    readonly tier: number;
    readonly budget: number;
    readonly tokens: number;
    readonly thinking_tokens: number;
    readonly truncated: boolean;
    readonly correct: boolean;
    readonly formatted: boolean;
    readonly answer: string;
  };
  readonly prompts: readonly number[];
  readonly responses: readonly number[];
  readonly rollout_log_probs: readonly number[];
}

/** A line of `evaluations/STEP.jsonl`: verl's, with what allot_verl/reward_manager.py adds. */
interface EvaluatedLine {
  readonly tokens: number;
  readonly thinking_tokens: number;
  readonly correct: boolean;
  readonly formatted: boolean;
  readonly answer: string;
  /** JSON. */
  readonly trajectory: string;
}

interface EvaluatedTrajectory {
  readonly problem: string;
  readonly mode: string;
  readonly prompt: readonly number[];
  readonly response: readonly number[];
  readonly prefill: number;
  readonly log_probs: readonly number[];
  readonly truncated: boolean;
}

/** Throws a SyntaxError where a line is not what the trainer writes. */
export function readStepDump(text: Iterable<string>, context: DumpContext): StepDump {
  const lines = Array.from(text, (line) =>
    parseLine<TrainedLine>(line, trainedArrays, ['facts', 'components']),
  );
  return {
    rollouts: lines.map((line) => trainedRollout(line, context)),
    scores: lines.map(({ group, session, facts, reward, components }) => ({
      groupId: group,
      rollout: session,
      answer: facts.answer,
      correct: facts.correct,
      formatted: facts.formatted,
      reward,
      components,
    })),
    advantages: lines.map(({ group, session, advantage }) => ({
      groupId: group,
      rollout: session,
      advantage,
    })),
  };
}

/** Rows by evaluation mode, samples of a problem in the order of the file. Throws a SyntaxError likewise. */
export function readEvaluationDump(
  text: Iterable<string>,
  context: DumpContext,
): ReadonlyMap<string, readonly EvaluationRow[]> {
  const modes = new Map<string, EvaluationRow[]>();
  const samples = new Map<string, number>();
  for (const json of text) {
    const line = parseLine<EvaluatedLine>(json, [], []);
    const sampled = parseLine<EvaluatedTrajectory>(String(line.trajectory), evaluatedArrays, []);
    const { mode, problem } = sampled;
    const key = JSON.stringify([mode, problem]);
    const sample = samples.get(key) ?? 0;
    samples.set(key, sample + 1);
    const rows = modes.get(mode) ?? [];
    rows.push(evaluatedRow(line, sampled, sample, context));
    modes.set(mode, rows);
  }
  return modes;
}

function trainedRollout(line: TrainedLine, context: DumpContext): RolloutRow {
  const { facts, problem } = line;
  const prefill = context.prefills[facts.tier] ?? [];
  const prompt = context.prefillInLoss
    ? line.prompts
    : line.prompts.slice(0, line.prompts.length - prefill.length);
  const sampled = context.prefillInLoss ? line.responses.slice(prefill.length) : line.responses;
  const logProbabilities = line.rollout_log_probs.slice(line.rollout_log_probs.length - sampled.length);
  return {
    ...tokensOf(context, {
      prompt,
      response: [...prefill, ...sampled],
      prefill: prefill.length,
      logProbabilities,
    }),
    problemId: problem,
    groupId: line.group,
    rollout: line.session,
    tier: facts.tier,
    budget: facts.budget,
    ...difficultyOf(context.trainingDifficulty(problem)),
    tokens: facts.tokens,
    thinkingTokens: facts.thinking_tokens,
    finishReason: facts.truncated ? 'length' : 'stop',
  };
}

function evaluatedRow(
  line: EvaluatedLine,
  { problem, prompt, response, prefill, log_probs: logProbabilities, truncated }: EvaluatedTrajectory,
  sample: number,
  context: DumpContext,
): EvaluationRow {
  return {
    ...tokensOf(context, { prompt, response, prefill, logProbabilities }),
    problemId: problem,
    groupId: problem,
    rollout: sample,
    tier: -1,
    budget: 0,
    ...difficultyOf(context.evaluationDifficulty(problem)),
    tokens: line.tokens,
    thinkingTokens: line.thinking_tokens,
    finishReason: truncated ? 'length' : 'stop',
    answer: line.answer,
    correct: line.correct,
    formatted: line.formatted,
  };
}

interface SampledTokens {
  readonly prompt: readonly number[];
  /** With the prefill. */
  readonly response: readonly number[];
  /** Tokens of the prefill. */
  readonly prefill: number;
  /** Of the tokens behind the prefill; NaN stands for those that verl did not compute. */
  readonly logProbabilities: readonly number[];
}

function tokensOf(context: DumpContext, { prompt, response, prefill, logProbabilities }: SampledTokens) {
  const before = (index: number): boolean => index < prefill;
  return {
    promptTokens: Int32Array.from(prompt),
    responseTokens: Int32Array.from(response),
    tokenOrigins: Uint8Array.from(response, (_, index) =>
      before(index) ? TokenOrigin.prefill : TokenOrigin.sampled,
    ),
    logProbabilities: Float32Array.from(response, (_, index) =>
      before(index) ? 0 : (logProbabilities[index - prefill] ?? Number.NaN),
    ),
    promptText: context.decode(prompt),
    text: context.decode(response),
  };
}

const difficultyOf = (difficulty: number | undefined): { readonly difficulty?: number } =>
  difficulty === undefined ? {} : { difficulty };

const trainedArrays = ['prompts', 'responses', 'rollout_log_probs'];
const evaluatedArrays = ['prompt', 'response', 'log_probs'];

/** A line with these members; their numbers and texts are taken as they are. */
function parseLine<T>(text: string, arrays: readonly string[], objects: readonly string[]): T {
  const line: unknown = JSON.parse(text);
  const has = (name: string): unknown =>
    typeof line === 'object' && line !== null ? (line as Record<string, unknown>)[name] : undefined;
  const sound =
    typeof line === 'object' &&
    line !== null &&
    arrays.every((name) => Array.isArray(has(name))) &&
    objects.every((name) => typeof has(name) === 'object' && has(name) !== null);
  if (!sound) throw new SyntaxError('a line is not what the trainer writes');
  return line as T;
}
