// Events of a run as lines for people.
import {
  type EvaluationCompleted,
  type RunEvent,
  type StepCompleted,
  showHidden,
  type TierMetrics,
  tierName,
} from '@allot/spec';
import { count, duration, percent } from '../cli/numbers.js';

/** A step: what it learned from, how it went, how fast, how long still. */
export function printStep(event: StepCompleted, steps: number, secondsLeft: number | undefined): string {
  const width = String(steps).length;
  const { tiers } = event.metrics;
  return [
    `step ${String(event.step).padStart(width)}/${steps}`,
    ...printMeans(event),
    ...(tiers === undefined || tiers.length < 2 ? [] : [`tiers ${printTiers(tiers)}`]),
    `${count(tokensPerSecond(event))} tokens/s`,
    ...(secondsLeft === undefined || event.step >= steps ? [] : [`${duration(secondsLeft)} left`]),
  ].join('  ');
}

/** Mean difference of a token's two log-probabilities from which on it is told. */
const TOLD_MISMATCH = 0.001;

/** Accuracy, tokens and reward of a step, and how far its sampler was off; or the loss in supervised training. */
export function printMeans({ metrics }: StepCompleted): string[] {
  const { accuracy, meanTokens, meanReward, samplerMeanDifference: off = 0 } = metrics;
  if (accuracy === undefined || meanTokens === undefined) return [`loss ${metrics.loss.toFixed(4)}`];
  return [
    `accuracy ${percent(accuracy)}`,
    `tokens ${meanTokens.toFixed(1)}`,
    ...(meanReward === undefined ? [] : [`reward ${meanReward.toFixed(2)}`]),
    ...(off < TOLD_MISMATCH ? [] : [`sampler off ${off.toFixed(3)}`]),
  ];
}

const printTiers = (tiers: readonly TierMetrics[]): string => tiers.map(tierText).join(' | ');

/** `12: 85% 28.1`: name or budget, accuracy, mean tokens. */
export const tierText = ({
  accuracy,
  meanTokens,
  ...tier
}: Pick<TierMetrics, 'name' | 'budget' | 'accuracy' | 'meanTokens'>): string =>
  `${showHidden(tierName(tier))}: ${Math.round(accuracy * 100)}% ${meanTokens.toFixed(1)}`;

/** Response tokens a second of rollout, or of the whole step where nothing is rolled out. */
export function tokensPerSecond({ metrics, rolloutSeconds, stepSeconds }: StepCompleted): number {
  const seconds = rolloutSeconds > 0 ? rolloutSeconds : stepSeconds;
  return seconds > 0 ? metrics.responseTokens / seconds : 0;
}

/** An evaluation: accuracy and tokens in every mode. */
export function printEvaluation({ step, results }: EvaluationCompleted): string {
  const modes = results.map(
    ({ mode, all }) => `${mode} ${percent(all.accuracy)} with ${all.meanTokens.toFixed(1)} tokens`,
  );
  return `evaluation ${step === 0 ? 'of the base policy' : `after step ${step}`}: ${modes.join(', ')}`;
}

/** The line of any event that is not a step; undefined for those nobody waits for. */
export function printEvent(event: Exclude<RunEvent, StepCompleted>): string | undefined {
  switch (event.type) {
    case 'run-started':
      return `running on ${event.engine}, ${event.device}, ${event.workers} worker${event.workers === 1 ? '' : 's'}`;
    case 'run-resumed':
      return `resumed after step ${event.checkpoint}`;
    case 'plan-changed':
      return `the plan changed: ${event.changes.map(({ path }) => path).join(', ')}`;
    case 'evaluation-completed':
      return printEvaluation(event);
    case 'run-finished':
      return `finished in ${duration(event.totalSeconds)}`;
    case 'guard-fired':
      return `guard ${event.guard}: ${event.finding}${event.rollback ? ` Going back to step ${event.rollback.to}.` : ''}`;
    case 'gate-passed':
      return `gate ${event.gate}: approved by ${event.by}`;
    case 'gate-reached':
      return `gate ${event.gate}: ${event.state}`;
    // Diagnostics are told in full when the run has ended.
    case 'diagnostic':
    case 'checkpoint-written':
    case 'run-interrupted':
      return undefined;
  }
}
