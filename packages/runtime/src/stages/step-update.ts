// What the optimizer did in one training step.
import { average, type ResolvedPipeline } from '@allot/spec';
import type { OptimizerStep, UpdateResult } from '../engine.js';
import type { SamplerMismatch } from './sampler-mismatch.js';

export interface StepUpdate extends UpdateResult {
  readonly learningRate: number;
  /** Optimizer steps that were not taken; absent: none. */
  readonly skipped?: number;
  /** Of the sampler and the engine that trains, where it was measured. */
  readonly mismatch?: SamplerMismatch;
}

export const optimizerStep = (
  { beta1, beta2, epsilon, weightDecay, maxGradientNorm }: ResolvedPipeline['optimizer'],
  learningRate: number,
): OptimizerStep => ({ learningRate, beta1, beta2, epsilon, weightDecay, maxGradientNorm });

/** Minibatches of a step as one: means of loss and gradient norm, the last learning rate, sums of the rest. */
export function sumUpdates(updates: readonly StepUpdate[]): StepUpdate {
  const sum = (value: (update: StepUpdate) => number): number =>
    updates.reduce((total, update) => total + value(update), 0);
  return {
    loss: average(updates.map(({ loss }) => loss)),
    gradientNorm: average(updates.map(({ gradientNorm }) => gradientNorm)),
    learningRate: updates.at(-1)?.learningRate ?? 0,
    trainedTokens: sum(({ trainedTokens }) => trainedTokens),
    clippedTokens: sum(({ clippedTokens }) => clippedTokens),
    entropy: sum(({ entropy }) => entropy),
    kl: sum(({ kl }) => kl),
  };
}
