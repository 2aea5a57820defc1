// Supervised training: one optimizer step on the step's demonstrations.
import { type ResolvedSupervised, tokenWeights } from '@allot/spec';
import { createDemonstrator, type Demonstration } from '@allot/tasks';
import type { Engine } from '../engine.js';
import type { Experiment } from '../experiment.js';
import { learningRate, optimizerSteps } from '../learning-rate.js';
import { alignToTargets, lossMask } from './loss-mask.js';
import { optimizerStep, type StepUpdate, sumUpdates } from './step-update.js';
import type { UpdateWatch } from './update.js';

/** The demonstrations of a step. */
export function demonstrateStage(
  experiment: Experiment,
  settings: ResolvedSupervised,
  step: number,
): Demonstration[] {
  const { demonstrations: definition, response, environment, seed } = settings;
  const { tokenizer } = experiment;
  const demonstrate = createDemonstrator({ definition, response, environment, tokenizer, seed });
  return Array.from({ length: settings.training.sequencesPerStep }, (_, index) => demonstrate(step, index));
}

/** Mean cross-entropy over the demonstrated tokens that carry loss. */
export async function superviseStage(
  settings: ResolvedSupervised,
  engine: Engine,
  step: number,
  demonstrations: readonly Demonstration[],
  { take, decode }: UpdateWatch,
): Promise<StepUpdate> {
  const masks = demonstrations.map(({ origins }) => lossMask(origins, settings.response));
  const weights = tokenWeights('token-mean', masks);
  const none = new Float32Array();
  const rate = learningRate(settings.optimizer, step - 1, optimizerSteps(settings).total);
  const result = await engine.update({
    objective: 'supervised',
    sequences: demonstrations.map(({ tokens, promptLength }, index) => ({
      tokens,
      weights: alignToTargets(promptLength, weights[index] as Float32Array),
      advantages: none,
      oldLogProbabilities: none,
    })),
    tokensPerMicrobatch: settings.training.tokensPerMicrobatch,
    temperature: 1,
    clipLow: 0,
    clipHigh: 0,
    optimizer: optimizerStep(settings.optimizer, rate),
  });
  const suspects = () =>
    demonstrations.map(({ tokens, promptLength }) => ({
      tokens: tokens.length - promptLength,
      prompt: decode(tokens.subarray(0, promptLength)),
      response: decode(tokens.subarray(promptLength)),
    }));
  const taken = await take(result, suspects);
  return taken ? { ...result, learningRate: rate } : { ...sumUpdates([]), learningRate: rate, skipped: 1 };
}
