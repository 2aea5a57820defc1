// How the trajectories of a step are shared out to processes, optimizer steps and passes, in TRL's terms.
import type { ResolvedReinforcement } from '@allot/spec';

export interface BatchShares {
  /** Trajectories of one forward and backward pass of a GPU. */
  readonly perPass: number;
  /** Passes of a GPU in one optimizer step. */
  readonly accumulated: number;
  /** Optimizer steps of a training step. */
  readonly updates: number;
}

/** Passes have equally many trajectories, as many as keep within the tokens of a micro-batch. `longest` is in tokens. */
export function shareBatches(
  { training }: Pick<ResolvedReinforcement, 'training'>,
  gpus: number,
  longest: number,
): BatchShares {
  const { promptsPerStep, promptsPerMinibatch, rolloutsPerPrompt, tokensPerMicrobatch } = training;
  const minibatch = (promptsPerMinibatch * rolloutsPerPrompt) / gpus;
  const most = Math.max(1, Math.floor(tokensPerMicrobatch / longest));
  const perPass = largestDivisor(minibatch, most);
  return { perPass, accumulated: minibatch / perPass, updates: promptsPerStep / promptsPerMinibatch };
}

const largestDivisor = (number: number, most: number): number =>
  Array.from({ length: Math.min(number, most) }, (_, index) => index + 1)
    .filter((divisor) => number % divisor === 0)
    .at(-1) ?? 1;
