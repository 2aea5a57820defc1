// The scalar inputs of the AdamW graph for one step.
import type { OptimizerStep } from '../../../engine.js';

/** `step` counts from 1. Bias corrections are 1 - beta^step (Adam, arXiv:1412.6980, algorithm 1). */
export const optimizerScalars = (optimizer: OptimizerStep, step: number): Record<string, number> => ({
  learning_rate: optimizer.learningRate,
  beta1: optimizer.beta1,
  beta2: optimizer.beta2,
  epsilon: optimizer.epsilon,
  weight_decay: optimizer.weightDecay,
  bias_correction1: 1 - optimizer.beta1 ** step,
  bias_correction2: 1 - optimizer.beta2 ** step,
  max_gradient_norm: optimizer.maxGradientNorm,
});
