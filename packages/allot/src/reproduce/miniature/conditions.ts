// Conditions under which tiers may matter: HBPO and one budget again, each time with one thing changed that all else shares.
import {
  adamw,
  arithmeticDemonstrations,
  defineSupervised,
  type PipelineDefinition,
  schedule,
  shakyScratchpad,
} from '@allot/spec';
import { stepName } from '@allot/store';
import { type Arm, arms, budgets, contextTokens, prefill } from './arms.js';
import { placesIn } from './places.js';

export interface Condition {
  /** Begins the names of its definitions, runs and evaluations. */
  readonly name: string;
  readonly title: string;
  /** What is changed. */
  readonly about: string;
  /** The base that its arms begin with, trained before them; absent: that of all arms. */
  readonly base?: Arm;
  readonly change?: (definition: PipelineDefinition) => PipelineDefinition;
}

/** An arm that is trained again. */
export interface ArmAgain extends Arm<PipelineDefinition> {
  readonly of: Arm;
}

/** The arms that a condition trains again, in its order. */
export const comparedArms = ['hbpo', 'single-budget'] as const;

/** Steps of further demonstrations that a base is shown. */
const demonstratedSteps = 500;

/** Bases are trained once, with this seed. */
export const baseSeed = 1;

export const conditions: readonly Condition[] = [
  obedient('obeys-tenth', 'Base obeys 10%', 0.1),
  {
    name: 'falling-rate',
    title: 'Falling learning rate',
    about:
      'The learning rate falls linearly to 0 over the second half of training: the last policy is less a matter of luck.',
    change: (definition) => ({
      ...definition,
      optimizer: { ...definition.optimizer, schedule: schedule.linear({ decayFrom: 0.5 }) },
    }),
  },
  obedient('obeys-third', 'Base obeys 35%', 0.35),
  {
    name: 'many-prompts',
    title: '32 problems a step',
    about: '32 problems a step instead of 16, with as many steps: twice the rollouts.',
    change: (definition) => ({
      ...definition,
      training: { ...definition.training, promptsPerStep: 32 },
    }),
  },
];

/** From the folder of definitions to the model of a base. */
const modelOf = ({ name, definition }: Arm): string =>
  `${placesIn('..').run(name, baseSeed)}/checkpoints/${stepName(definition.steps)}/policy`;

/** HBPO and one budget under a condition. */
export const armsUnder = ({
  name,
  title,
  base,
  change = (definition) => definition,
}: Condition): readonly ArmAgain[] =>
  comparedArms.flatMap((compared) => {
    const found = arms.find((one) => one.name === compared);
    if (found === undefined) return [];
    const { startsAs: _, ...arm } = found;
    const named = `${name}-${compared}`;
    return {
      ...arm,
      of: found,
      name: named,
      title: `${arm.title}: ${title}`,
      definition: {
        ...change(arm.definition),
        name: named,
        ...(base && { policy: { model: modelOf(base) } }),
      },
      ...(base && compared === comparedArms[0] && { startsAs: base.name }),
    };
  });

/** The shipped base after more demonstrations, of which this share of those that state a budget obeys it. */
function obedient(name: string, title: string, share: number): Condition {
  const base: Arm = {
    name: `${name}-base`,
    title: `Base: ${title}`,
    group: 'base',
    about: `The base after ${demonstratedSteps} steps of further demonstrations; ${100 * share}% of those that state a budget obey it, none did before.`,
    definition: defineSupervised({
      name: `${name}-base`,
      description: `The base shown demonstrations of which ${100 * share}% obey the budget they state`,
      steps: demonstratedSteps,
      policy: { model: 'allot:tiny-base' },
      demonstrations: arithmeticDemonstrations({
        checksPerStep: [0.2, 0.3, 0.25, 0.25],
        tokens: [56, 92],
        hastyShare: 0.12,
        budgetedShare: 0.5,
        obedientShare: share,
        budgets,
        prefill,
      }),
      environment: shakyScratchpad({ slipRate: 0.04 }),
      response: { maxTokens: contextTokens },
      optimizer: adamw({
        learningRate: 1e-3,
        beta2: 0.99,
        maxGradientNorm: 1,
        schedule: schedule.linear({ warmupSteps: 50, decayFrom: 0.5 }),
      }),
      training: { sequencesPerStep: 64, tokensPerMicrobatch: 768 },
      checkpoints: { everySteps: demonstratedSteps },
    }),
  };
  return { name, title, about: base.about, base };
}
