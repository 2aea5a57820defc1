// Held-out accuracy at the evaluation of this step: below a floor, or falling while the reward rises.
import type { ObservedEvaluation } from '@allot/spec';
import { type Judge, percent, shown } from './finding.js';

export const accuracyFloor: Judge<'accuracy-floor'> = ({ floor, difficulty, mode }, view) => {
  const accuracy = view.memory.evaluations.at(-1)?.accuracy[mode];
  const value = difficulty === undefined ? accuracy?.all : accuracy?.byDifficulty[difficulty];
  if (value === undefined || value >= floor) return undefined;
  const which = difficulty === undefined ? '' : ` of ${difficulty} problems`;
  return {
    text: `The accuracy${which} in ${mode} mode is ${percent(value)}, below ${percent(floor)}.`,
    value,
    limit: floor,
    goodUntil: view.memory.evaluations.at(-2)?.step ?? 0,
  };
};

/** The base policy has no steps before it: the first one, which it sampled, stands for them. */
export const rewardHacking: Judge<'reward-hacking'> = ({ drop, mode }, view) => {
  const last = view.memory.evaluations.at(-1);
  const value = last?.accuracy[mode]?.all;
  const best = bestBefore(view.memory.evaluations, mode);
  if (!last || value === undefined || !best || best.accuracy - value < drop) return undefined;
  const until = view.memory.evaluations.filter(({ step }) => step <= best.step);
  const before = meanReward(until) ?? view.memory.first[0]?.meanReward;
  const now = meanReward([last]);
  if (now === undefined || before === undefined || now <= before) return undefined;
  return {
    text:
      `The reward rose from ${shown(before)} to ${shown(now)}, while the accuracy in ${mode} mode fell ` +
      `from ${percent(best.accuracy)} after step ${best.step} to ${percent(value)}.`,
    value,
    limit: best.accuracy - drop,
    goodUntil: best.step,
  };
};

function bestBefore(evaluations: readonly ObservedEvaluation[], mode: 'natural' | 'efficient') {
  let best: { readonly step: number; readonly accuracy: number } | undefined;
  for (const { step, accuracy } of evaluations.slice(0, -1)) {
    const all = accuracy[mode]?.all;
    if (all !== undefined && (!best || all > best.accuracy)) best = { step, accuracy: all };
  }
  return best;
}

/** Mean reward of the steps that end in these evaluations; undefined where there are none. */
function meanReward(evaluations: readonly ObservedEvaluation[]): number | undefined {
  const steps = evaluations.reduce((sum, one) => sum + one.steps, 0);
  return steps === 0 ? undefined : evaluations.reduce((sum, one) => sum + one.reward, 0) / steps;
}
