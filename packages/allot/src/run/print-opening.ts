// What a run is about to do, in a few lines.
import type { Plan, ResolvedTier } from '@allot/spec';
import { bytes, count, duration } from '../cli/numbers.js';

/** Name and key, the work, the cost, the folder. */
export function printOpening(plan: Plan, runDirectory: string): string {
  const { settings, cost, engine } = plan;
  return [
    `${settings.name} (plan ${plan.key.slice(0, 12)}, seed ${settings.seed})`,
    `  policy   ${count(settings.policy.parameters)} parameters on ${engine.name}, ${engine.device}, ${engine.workers} worker${engine.workers === 1 ? '' : 's'}`,
    ...printWork(plan).map((line) => `  ${line}`),
    `  cost     ${count(cost.rollouts)} rollouts, ${cost.seconds === undefined ? '' : `about ${duration(cost.seconds)}, `}${bytes(cost.memoryBytes)} memory, up to ${bytes(cost.diskBytes)} disk`,
    `  folder   ${runDirectory}`,
  ].join('\n');
}

/** Steps, tiers and reward, a line each. */
export function printWork({ settings }: Plan): string[] {
  if (settings.kind === 'supervised')
    return [
      `steps    ${count(settings.steps)} of ${count(settings.training.sequencesPerStep)} demonstrations`,
    ];
  const { promptsPerStep, rolloutsPerPrompt } = settings.training;
  return [
    `steps    ${count(settings.steps)} of ${promptsPerStep} prompts x ${rolloutsPerPrompt} rollouts`,
    `tiers    ${settings.tiers.map(tierInWords).join(', ')} tokens, at most ${settings.response.maxTokens}`,
    `reward   ${settings.reward.name}, advantage ${settings.advantage.name}`,
  ];
}

const tierInWords = ({ name, budget }: ResolvedTier): string =>
  name === undefined ? String(budget) : `${name} (${budget})`;
