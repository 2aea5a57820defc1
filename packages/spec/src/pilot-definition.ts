// The pilot as a definition has it, and tiers that come from it.
import type { EvaluationMode, TierDefinition } from './definition.js';

/** Before anything is trained, the base policy answers some problems: how hard are they for it, and how long are its right answers? */
export interface PilotDefinition {
  /** Problems, drawn from the dataset by their ids: always the same ones. @asType integer @minimum 1 @maximum 1000000 */
  readonly problems: number;
  /** Responses to each problem. @default 8 @asType integer @minimum 1 @maximum 1024 */
  readonly rollouts?: number;
  /** Name of the dataset. Absent: `training.dataset`. */
  readonly dataset?: string;
  /** How the policy is asked. Responses are sampled as in training, and end at `response.maxTokens`. @default "natural" */
  readonly mode?: EvaluationMode;
}

/** Tiers, or how they follow from the pilot. */
export type TiersDefinition = readonly TierDefinition[] | PilotTiers;

/**
 * Tiers whose budgets are quantiles of the lengths of the pilot's right responses, scaled so that their mean is the mean of
 * those lengths, and rounded. What else a tier has, all of them have.
 */
export interface PilotTiers extends Omit<TierDefinition, 'name' | 'budget' | 'rollouts'> {
  /** How many tiers. @asType integer @minimum 1 @maximum 64 */
  readonly fromPilot: number;
  /** Budgets are multiples of it. @default 1 @asType integer @minimum 1 */
  readonly roundTo?: number;
  /** Rollouts of each prompt in every tier. @asType integer @minimum 1 */
  readonly rolloutsPerTier: number;
}
