// What presets have in common where a paper leaves it open, or says no more than "GRPO on the DeepScaleR data".
import { type DatasetName, dataset } from '@allot/spec';
import { assumed, code, paper, type Sourced } from './stated.js';

/** Problems of the DeepScaleR data, as the papers count them. */
const DEEPSCALER_PROBLEMS = 40_315;

export const scriptDefault = 'the script leaves it at the default of verl';

const instruction = "{problem} Let's think step by step and output the final answer within \\boxed{}.";

/** The user's turn, the grader and where problems come from, of a paper that does not say. */
export const seed = assumed(1, 'no seed is stated');

export const prompt = assumed(
  { template: 'chat', user: instruction } as const,
  "the text around a problem is not recorded: this is DeepScaleR's",
);

const longerLeftOut = 'which prompts are too long is not recorded';

/** The DeepScaleR data to train on, and a benchmark to evaluate on while training. */
export const deepscalerData = (benchmark: DatasetName = 'math-500') => ({
  train: {
    kind: paper('named' as const, 'the DeepScaleR data'),
    name: paper('deepscaler' as const, 'about 40 thousand problems'),
    filter: assumed({ maxPromptTokens: 1024 }, longerLeftOut),
  },
  test: assumed(dataset.named(benchmark), 'one of the benchmarks of the paper'),
});

/** The DeepScaleR data where the paper's own cannot be named. */
export const standInData = (own: string, benchmark: DatasetName = 'math-500') => ({
  train: assumed(dataset.named('deepscaler', { filter: { maxPromptTokens: 1024 } }), `a stand-in: ${own}`),
  test: assumed(dataset.named(benchmark), 'one of the benchmarks of the paper'),
});

const stepsIn = (epochs: number, promptsPerStep: number): number =>
  Math.floor((epochs * DEEPSCALER_PROBLEMS) / promptsPerStep);

/** Steps of the epochs over the DeepScaleR data that a paper states. */
export const stepsOf = (epochs: number, promptsPerStep: number): Sourced<number> =>
  assumed(stepsIn(epochs, promptsPerStep), `${epochs} epochs of 40,315 problems, ${promptsPerStep} a step`);

/** Steps where a paper states neither them nor epochs. */
export const oneEpoch = (promptsPerStep: number): Sourced<number> =>
  assumed(stepsIn(1, promptsPerStep), `not recorded: one epoch of 40,315 problems, ${promptsPerStep} a step`);

/** One tier without a text, whose budget is the cap: a method that states no budget. */
export const noBudget = (maxTokens: number, rollouts: number) =>
  assumed(
    [{ budget: maxTokens, rollouts }],
    'no budget is stated to the policy: one tier, as large as the cap',
  );

const optimizerRest = {
  kind: assumed('adamw' as const, 'the optimizer of the trainers that these methods use'),
  weightDecay: assumed(0.01, 'the default of verl'),
  maxGradientNorm: assumed(1, 'the default of verl'),
};

/** AdamW at a constant rate. */
export const adamwAt = (learningRate: Sourced<number>) => ({ ...optimizerRest, learningRate });

const symmetric = 'not recorded: the usual range of PPO';

/** GRPO as its trainers have it; `rest` takes the place of what a paper states. */
export const grpoObjective = {
  clipLow: assumed(0.2, symmetric),
  clipHigh: assumed(0.2, symmetric),
  aggregation: assumed('token-mean' as const, 'the default of verl'),
  oldLogProbabilities: assumed('recomputed' as const, 'as verl does'),
};

/** A divergence in the loss, of which the paper has the coefficient alone. */
export const klLoss = (coefficient: Sourced<number>) => ({
  coefficient,
  estimator: assumed('k3' as const, 'the estimator of GRPO'),
  in: assumed('loss' as const, 'where GRPO has it'),
});

export const topP = assumed(1, 'not recorded');

/** Tokens of a pass: four sequences of prompt and cap. */
export const microbatch = (maxTokens: number) =>
  assumed(4 * (1024 + maxTokens), 'four of the longest sequences; no result depends on it');

/** Temperature 0.6, top-p 0.95 and 32,768 tokens, which most papers evaluate with. */
export const evaluation = {
  dataset: assumed('test', 'one of the benchmarks of the paper'),
  everySteps: assumed(20, 'not recorded'),
  modes: assumed(['natural'] as const, 'no budget is stated to the policy'),
  temperature: assumed(0.6, 'not recorded: what the models of DeepSeek-R1 recommend'),
  topP: assumed(0.95, 'not recorded: what the models of DeepSeek-R1 recommend'),
  maxTokens: assumed(32_768, 'not recorded: the usual cap'),
};

export const checkpoints = { everySteps: assumed(50, 'not recorded') };

/** What a paper states in a table of settings or its script has, without more to say about it. */
export const stated = <const T>(value: T): Sourced<T> => paper(value, 'among its settings');
export const scripted = <const T>(value: T): Sourced<T> => code(value, 'the training script');
