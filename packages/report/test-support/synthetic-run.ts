// A run that never happened, for tests: plausible numbers, the same ones every time.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  average,
  contentKey,
  type EvaluationCell,
  type EvaluationResult,
  meanInterval,
  type Plan,
  planKey,
  type RunEvent,
  randomStream,
  type StepMetrics,
  wilsonInterval,
} from '@allot/spec';
import { runPaths, writeEvaluationRows } from '@allot/store';
import type { EvaluatedRollout, EvaluationRollouts, RunRecord } from '../src/run/run-record.js';

export interface SyntheticOptions {
  readonly name?: string;
  readonly steps?: number;
  readonly plannedSteps?: number;
  readonly kind?: 'reinforcement' | 'supervised';
  readonly seed?: number;
  /** Problems of an evaluation; 0 leaves evaluations out. */
  readonly problems?: number;
  readonly finished?: boolean;
  readonly budgets?: readonly number[];
}

const digest = '3fa9c1d2e07b5a64c1f0d9e8b7a6958473625140f1e2d3c4b5a697887960fedc';
const characters = [...Array.from('0123456789+-*=?~[]min'), '<pad>', '<eos>', '<think>', '</think>'];
const idOf = (token: string): number => characters.indexOf(token);

export function synthesizeRun(options: SyntheticOptions = {}): RunRecord {
  const { steps = 150, plannedSteps = steps, kind = 'reinforcement', seed = 5, problems = 240 } = options;
  const { name = 'quickstart', finished = true, budgets = [12, 24, 48, 60] } = options;
  const noise = randomStream(seed, 'order', 1);
  const settings = settingsOf(name, kind, seed, plannedSteps, budgets);
  const key = planKey(settings);
  const clock = (second: number): string => new Date(Date.UTC(2026, 10, 23, 17, 0, second)).toISOString();
  const events: RunEvent[] = [
    {
      type: 'run-started',
      time: clock(0),
      step: 0,
      planKey: key,
      engine: 'onnx',
      device: 'cpu',
      workers: 2,
      version: '0.1.0',
    },
  ];
  const rollouts: EvaluationRollouts[] = [];
  const evaluate = (step: number): void => {
    if (problems === 0) return;
    const modes = ['natural', 'efficient'] as const;
    const results = modes.map((mode): EvaluationResult => {
      const responses = evaluationOf(mode, kind === 'supervised' ? 0 : step / plannedSteps, problems, seed);
      if (step === 0 || step === steps) rollouts.push({ step, mode, rollouts: responses });
      return resultOf(mode, responses);
    });
    events.push({ type: 'evaluation-completed', time: clock(step), step, results, evaluationSeconds: 1.5 });
  };
  evaluate(0);
  for (let step = 1; step <= steps; step++) {
    const metrics = metricsOf(
      step / plannedSteps,
      kind,
      budgets,
      (index) => noise.at(step * 64 + index) - 0.5,
    );
    events.push({
      type: 'step-completed',
      time: clock(step),
      step,
      metrics,
      rolloutSeconds: 0.31,
      updateSeconds: 0.72,
      stepSeconds: 1.05,
    });
    if (step % 25 === 0 || step === steps) {
      evaluate(step);
      events.push({
        type: 'checkpoint-written',
        time: clock(step),
        step,
        path: `checkpoints/${String(step).padStart(6, '0')}`,
      });
    }
  }
  if (finished)
    events.push({ type: 'run-finished', time: clock(steps + 20), step: steps, totalSeconds: 252 });
  const plan: Plan = {
    format: 1,
    key,
    settings,
    engine: { name: 'onnx', device: 'cpu', workers: 2 },
    origins: originsOf(),
    stages: [],
    cost: {
      rollouts: 38400,
      maxResponseTokens: 3686400,
      trainedSequences: 38400,
      flops: 1e13,
      memoryBytes: 4e8,
      diskBytes: 1e8,
      seconds: 200,
    },
    sources: { definition: '/home/me/quickstart.ts', tokenizer: '/home/me/tokenizer.json', datasets: {} },
  };
  return {
    identity: {
      format: 1,
      id: `${name}-1`,
      name,
      planKey: key,
      planDigest: contentKey(plan),
      created: clock(0),
      version: '0.1.0',
    },
    plan,
    events,
    rollouts,
    vocabulary: characters,
  };
}

/** The run as files. */
export async function writeRunFolder(run: RunRecord, folder: string): Promise<void> {
  const paths = runPaths(folder);
  const vocab = Object.fromEntries((run.vocabulary ?? []).map((text, id) => [text, id]));
  await mkdir(dirname(paths.tokenizer), { recursive: true });
  await writeFile(paths.tokenizer, JSON.stringify({ model: { type: 'WordLevel', vocab } }));
  await writeFile(paths.record, JSON.stringify(run.identity));
  await writeFile(paths.plan, JSON.stringify(run.plan));
  await writeFile(paths.events, run.events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  for (const { step, mode, rollouts } of run.rollouts) {
    await mkdir(paths.evaluation(step), { recursive: true });
    const rows = rollouts.map((rollout) => ({
      groupId: rollout.problemId,
      tier: -1,
      budget: 0,
      rollout: 0,
      thinkingTokens: rollout.tokens,
      logProbabilities: new Float32Array(rollout.responseTokens.length),
      formatted: true,
      promptText: '',
      text: '',
      ...rollout,
    }));
    await writeEvaluationRows(join(paths.evaluation(step), `${mode}.parquet`), rows);
  }
}

function metricsOf(
  progress: number,
  kind: 'reinforcement' | 'supervised',
  budgets: readonly number[],
  noise: (index: number) => number,
): StepMetrics {
  const fall = Math.exp(-4 * progress);
  const common = {
    loss: kind === 'supervised' ? 0.35 + 2.4 * fall + 0.05 * noise(0) : 0.04 * noise(0),
    gradientNorm: 0.4 + 0.5 * fall + 0.2 * noise(1),
    learningRate: 3e-4,
    responseTokens: Math.round(256 * (27 + 27 * fall)),
  };
  if (kind === 'supervised') return common;
  const tiers = budgets.map((budget, index) => ({
    budget,
    accuracy: 0.9 - 0.08 * fall - 0.03 * (budgets.length - index) * (1 - fall) + 0.1 * noise(4 + index),
    meanTokens: 54 * fall + (0.6 * budget + 8) * (1 - fall) + 4 * noise(12 + index),
    meanReward: 2.2 + 1.1 * (1 - fall) - 0.1 * index + 0.3 * noise(20 + index),
    components: { right: 2.2 + 0.3 * noise(20 + index), length: 1.1 * (1 - fall) - 0.1 * index },
  }));
  const mean = (of: 'accuracy' | 'meanTokens' | 'meanReward'): number =>
    tiers.reduce((sum, tier) => sum + tier[of], 0) / tiers.length;
  return {
    ...common,
    meanReward: mean('meanReward'),
    accuracy: mean('accuracy'),
    meanTokens: mean('meanTokens'),
    lengthSpread: 2 + 11 * fall + noise(2),
    truncatedShare: Math.max(0, 0.05 * fall + 0.01 * noise(3)),
    entropy: 0.12 + 0.3 * fall + 0.03 * noise(30),
    clippedShare: Math.max(0, 0.02 + 0.01 * noise(31)),
    kl: Math.max(0, 0.001 + 0.0008 * noise(32)),
    tiers,
  };
}

/** Responses that write each step of the work, check it, and get shorter as training goes on. */
function evaluationOf(mode: string, progress: number, problems: number, seed: number): EvaluatedRollout[] {
  return Array.from({ length: problems }, (_, problem): EvaluatedRollout => {
    const shared = randomStream(1, 'problem', problem);
    const own = randomStream(
      seed,
      'sampling',
      problem,
      mode === 'natural' ? 0 : 1,
      Math.round(1000 * progress),
    );
    const difficulty = 1 + shared.integer(0, 8);
    let value = shared.integer(1, 10);
    let prompt = String(value);
    const tokens: string[] = mode === 'efficient' ? ['[', 'm', 'i', 'n', ']'] : [];
    const origins = tokens.map(() => 1);
    const write = (text: string, origin = 0): void => {
      for (const token of text) tokens.push(token);
      for (const _token of text) origins.push(origin);
    };
    const checks = mode === 'efficient' ? 0.3 : 0.8 + 0.3 * (1 - progress);
    for (let step = 0; step < difficulty; step++) {
      const digit = 1 + shared.integer(10 + step, 9);
      value = (value + digit) % 10;
      prompt += `+${digit}`;
      write(`+${digit}=`);
      const slipped = own.at(100 + step) < 0.04;
      write(String((value + Number(slipped)) % 10), slipped ? 2 : 0);
      const count = Math.floor(checks + own.at(200 + step));
      for (let check = 0; check < count || (slipped && check < 2); check++) write(`?${value}`);
    }
    const [work, workOrigins] = [
      tokens.slice(tokens.indexOf(']') + 1),
      origins.filter((origin) => origin !== 1),
    ];
    while (mode === 'natural' && tokens.length < 52 * (1 - 1.2 * progress)) {
      tokens.push('~', ...work);
      origins.push(0, ...workOrigins.map(() => 0));
    }
    const correct = own.at(1) < 0.93 + 0.06 * progress - 0.02 * difficulty;
    const answer = correct ? value : (value + 1) % 10;
    tokens.push('</think>', String(answer), '<eos>');
    origins.push(0, 0, 0);
    return {
      problemId: `p${problem}`,
      difficulty,
      promptTokens: Int32Array.from([...Array.from(prompt), '<think>'], idOf),
      responseTokens: Int32Array.from(tokens, idOf),
      tokenOrigins: Uint8Array.from(origins),
      tokens: tokens.length - (mode === 'efficient' ? 5 : 0),
      finishReason: 'stop',
      answer: String(answer),
      correct,
    };
  });
}

function resultOf(mode: 'natural' | 'efficient', responses: readonly EvaluatedRollout[]): EvaluationResult {
  const within = (from: number, to: number): EvaluationCell =>
    cellOf(responses.filter(({ difficulty = 0 }) => difficulty >= from && difficulty <= to));
  return {
    mode,
    dataset: 'test',
    all: cellOf(responses),
    byDifficulty: { easy: within(1, 2), medium: within(3, 5), hard: within(6, 8) },
  };
}

function cellOf(responses: readonly EvaluatedRollout[]): EvaluationCell {
  const count = responses.length;
  const right = responses.filter(({ correct }) => correct).length;
  const tokens = responses.map((response) => response.tokens);
  return {
    problems: count,
    samples: count,
    accuracy: count === 0 ? 0 : right / count,
    accuracyInterval: wilsonInterval(right, count),
    meanTokens: average(tokens),
    meanTokensInterval: meanInterval(tokens),
    truncatedShare: 0,
  };
}

function settingsOf(
  name: string,
  kind: 'reinforcement' | 'supervised',
  seed: number,
  steps: number,
  budgets: readonly number[],
): Plan['settings'] {
  const common = {
    name,
    seed,
    steps,
    policy: {
      config: { hidden_size: 64, num_hidden_layers: 3 },
      tokenizerDigest: digest,
      parameters: 160000,
    },
    datasets: { test: { kind: 'arithmetic', split: 'test' } },
    environment: { kind: 'shaky-scratchpad', slipRate: 0.04 },
    response: {
      maxTokens: 96,
      reasoningOpen: '<think>',
      reasoningClose: '</think>',
      prefillInLength: false,
      prefillInLoss: false,
    },
    optimizer: {
      kind: 'adamw',
      learningRate: 3e-4,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0,
      maxGradientNorm: 1,
      schedule: { kind: 'constant', warmupSteps: 0, decayFrom: 0, floor: 0 },
    },
    evaluation: {
      dataset: 'test',
      everySteps: 25,
      modes: ['natural', 'efficient'],
      efficientPrefill: '[min]',
      samplesPerProblem: 1,
      temperature: 1,
      topP: 1,
      maxTokens: 96,
      difficulty: { easy: [1, 2], medium: [3, 5], hard: [6, 8] },
    },
    checkpoints: { everySteps: 25, keep: 0 },
  } as const;
  if (kind === 'supervised')
    return {
      ...common,
      kind,
      demonstrations: {
        kind: 'arithmetic-demonstrations',
        operations: [1, 8],
        checksPerStep: [0.2, 0.3, 0.25, 0.25],
        tokens: [52, 91],
        hastyShare: 0.12,
        budgetedShare: 0.5,
        obedientShare: 0.35,
        budgets,
        prefill: '[{budget}]',
        efficientPrefill: '[min]',
      },
      training: { sequencesPerStep: 64, tokensPerMicrobatch: 1024 },
    };
  const shape = {
    name: 'hbpo',
    parameters: { beta: 4 },
    components: {},
    expression: { kind: 'field', name: 'reward' },
  } as const;
  return {
    ...common,
    kind,
    tiers: budgets.map((budget) => ({ budget, rollouts: 4, prefill: '[{budget}]', cap: 96 })),
    reward: shape,
    advantage: shape,
    objective: {
      kind: 'ppo-clip',
      ratioLevel: 'token',
      clipLow: 0.2,
      clipHigh: 0.28,
      aggregation: 'seq-mean-token-mean',
      oldLogProbabilities: 'sampler',
      entropyBonus: 0,
      maskTruncated: false,
    },
    training: {
      dataset: 'train',
      promptsPerStep: 16,
      rolloutsPerPrompt: 16,
      promptsPerMinibatch: 16,
      tokensPerMicrobatch: 1024,
      temperature: 1,
      topP: 1,
    },
    state: {},
    allow: {},
  };
}

const originsOf = (): Plan['origins'] => ({
  name: { from: 'definition', file: 'quickstart.ts', line: 4, column: 3 },
  steps: { from: 'flag', flag: '--steps 150' },
  'datasets.test.path': { from: 'flag', flag: "--set datasets.test.path=it's here.jsonl" },
  'optimizer.learningRate': { from: 'definition', file: 'quickstart.ts', line: 12, column: 9 },
  'optimizer.beta1': { from: 'default' },
  'policy.parameters': { from: 'model', file: 'tiny-base/config.json' },
  'tiers[0].cap': { from: 'derived', rule: 'response.maxTokens' },
});
