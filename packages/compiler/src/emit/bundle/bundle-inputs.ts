// What a bundle needs beside the plan: problems as prompts, and texts as tokens.
import type { Problem } from '@allot/spec';

/** A problem with the tokens of its prompts: one for every frame, or for the evaluation that reads it. */
export interface PromptedProblem {
  readonly problem: Problem;
  readonly prompts: readonly ArrayLike<number>[];
}

/** How the responses of a tier, or of an evaluation mode, begin. */
export interface PromptStart {
  /** Which prompt of a problem. */
  readonly prompt: number;
  /** Tokens behind the prompt. */
  readonly prefill: readonly number[];
}

export interface BundleInputs {
  readonly train: readonly PromptedProblem[];
  /** Problems of the evaluation; none where there is no evaluation. */
  readonly test: readonly PromptedProblem[];
  /** In the order of the plan's tiers. */
  readonly tiers: readonly PromptStart[];
  /** In the order of the evaluation's modes. */
  readonly modes: readonly PromptStart[];
  readonly stopTokens: readonly number[];
  /** tokenizer.json and what stands beside it, by name. */
  readonly tokenizer: Readonly<Record<string, Uint8Array>>;
  /** Version of Allot, whose grader the bundle asks for. */
  readonly version: string;
}
