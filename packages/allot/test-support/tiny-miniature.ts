// A miniature of the miniature: two arms, a condition with a base of its own, one seed, two steps, a handful of problems.
import { adamw, arithmetic, type PipelineDefinition } from '@allot/spec';
import { type Arm, arms } from '../src/reproduce/miniature/arms.js';
import { type Condition, conditions } from '../src/reproduce/miniature/conditions.js';
import type { ProblemSet } from '../src/reproduce/miniature/held-out.js';
import { placesIn } from '../src/reproduce/miniature/places.js';
import { type MiniatureOutcome, runMiniature } from '../src/reproduce/miniature/run-miniature.js';

const tiny = (definition: PipelineDefinition): PipelineDefinition => ({
  ...definition,
  steps: 2,
  datasets: {
    train: arithmetic({ split: 'train', problems: 64 }),
    validation: arithmetic({ split: 'test', problems: 4 }),
  },
  training: { ...definition.training, promptsPerStep: 1 },
  evaluation: { dataset: 'validation' },
  checkpoints: { everySteps: 1 },
  engine: { workers: 1 },
});

const tinyArm = (arm: Arm<PipelineDefinition>): Arm<PipelineDefinition> => ({
  ...arm,
  definition: tiny(arm.definition),
});

const tinyCondition = ({ base, ...condition }: Condition): Condition => ({
  ...condition,
  ...(base && {
    base: {
      ...base,
      definition: {
        ...base.definition,
        steps: 1,
        optimizer: adamw({ learningRate: 1e-3 }),
        checkpoints: {},
        engine: { workers: 1 },
      },
    },
  }),
  change: tiny,
});

const sets: readonly ProblemSet[] = [
  { name: 'held-out', operations: [2, 8], problems: 7 },
  { name: 'longer', operations: [9, 12], problems: 4 },
];

export const tinyMiniature = {
  arms: arms.filter(({ name }) => ['hbpo', 'control'].includes(name)).map(tinyArm),
  conditions: conditions.slice(0, 1).map(tinyCondition),
  seeds: [1],
  sets,
};

/** Runs it in a folder; `tell` hears `hbpo step 1`, `control evaluate` and may abort. */
export function runTiny(
  home: string,
  tell: (text: string) => void = () => {},
  signal: AbortSignal = new AbortController().signal,
): Promise<MiniatureOutcome> {
  return runMiniature({
    ...tinyMiniature,
    first: 1,
    places: placesIn(home),
    signal,
    watch: async ({ arm }) => {
      let trained = false;
      return {
        onEvent: ({ type, step }) => {
          if (type === 'step-completed') tell(`${arm.name} step ${step}`);
          if (type === 'run-finished') trained = true;
        },
        onProgress: ({ phase }) => {
          if (trained && phase === 'evaluate') tell(`${arm.name} evaluate`);
        },
        close: () => {},
      };
    },
  });
}
