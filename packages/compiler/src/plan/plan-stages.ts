// The stages of a run: what each reads and writes in the run folder, when it runs, and its key.
import {
  contentKey,
  experimentOf,
  type PlannedStage,
  type ResolvedPipeline,
  type ResolvedReinforcement,
} from '@allot/spec';

type Draft = Omit<PlannedStage, 'key'> & { readonly settings: readonly string[] };

const step = 'steps/{step}';
const everyStep = { every: 1, first: false, last: true };

const apart: ReadonlySet<PlannedStage['kind']> = new Set(['pilot', 'evaluate', 'checkpoint']);

/** Stages in the order in which one step runs them. */
export function planStages(settings: ResolvedPipeline): readonly PlannedStage[] {
  const drafts =
    settings.kind === 'reinforcement' ? reinforcementStages(settings) : supervisedStages(settings);
  const experiment = experimentOf(settings);
  // Every stage of training feeds the next, so that its key holds what all stages of a step depend on.
  const training = drafts.filter(({ kind }) => !apart.has(kind));
  const shared = new Set(training.flatMap(({ settings: names }) => names));
  return drafts.map(({ settings: names, ...stage }) => ({
    ...stage,
    key: contentKey([stage.kind, pick(experiment, new Set([...shared, ...names]))]),
  }));
}

function reinforcementStages(settings: ResolvedReinforcement): Draft[] {
  // What the run remembers lies in its checkpoints.
  const memory = Object.keys(settings.state).length > 0 ? ['checkpoints/{previous}'] : [];
  const { kl, groups } = settings.objective;
  const scores = `${step}/scores.parquet`;
  return [
    ...pilotStages(settings),
    {
      kind: 'rollout',
      ...everyStep,
      inputs: ['checkpoints/{previous}', ...(kl ? ['checkpoints/000000'] : [])],
      outputs: [`${step}/rollouts.parquet`],
      settings: ['kind', 'seed', 'policy', 'datasets', 'environment', 'response', 'tiers', 'training', 'cut'],
    },
    {
      kind: 'score',
      ...everyStep,
      inputs: [...memory, `${step}/rollouts.parquet`],
      outputs: [scores],
      settings: [
        'response',
        'reward',
        'state',
        'steps',
        ...(settings.signals ? (['signals'] as const) : []),
        ...(settings.grading ? (['grading'] as const) : []),
      ],
    },
    {
      kind: 'advantage',
      ...everyStep,
      inputs: [...memory, `${step}/rollouts.parquet`, scores],
      outputs: [`${step}/advantages.parquet`],
      settings: ['advantage', 'credit', 'state', 'steps'],
    },
    {
      kind: 'update',
      ...everyStep,
      inputs: [
        'checkpoints/{previous}',
        `${step}/rollouts.parquet`,
        ...(groups ? [scores] : []),
        `${step}/advantages.parquet`,
      ],
      outputs: [`${step}/update.json`],
      settings: [
        'objective',
        'optimizer',
        'training',
        'steps',
        ...(settings.guards ? (['guards'] as const) : []),
      ],
    },
    ...closingStages(settings),
  ];
}

function pilotStages({ pilot, grading, prompt }: ResolvedReinforcement): Draft[] {
  if (!pilot) return [];
  return [
    {
      kind: 'pilot',
      every: 0,
      first: true,
      last: false,
      inputs: ['checkpoints/000000'],
      outputs: ['pilot.json', 'pilot.parquet'],
      settings: [
        'pilot',
        'evaluation',
        ...(grading ? (['grading'] as const) : []),
        ...(prompt ? (['prompt'] as const) : []),
      ],
    },
  ];
}

function supervisedStages(settings: ResolvedPipeline): Draft[] {
  return [
    {
      kind: 'demonstrate',
      ...everyStep,
      inputs: [],
      outputs: [],
      settings: ['kind', 'seed', 'demonstrations', 'environment', 'response', 'training'],
    },
    {
      kind: 'update',
      ...everyStep,
      inputs: ['checkpoints/{previous}'],
      outputs: [`${step}/update.json`],
      settings: ['policy', 'optimizer', 'training', 'steps'],
    },
    ...closingStages(settings),
  ];
}

function closingStages({ evaluation, checkpoints, steps }: ResolvedPipeline): Draft[] {
  const stages: Draft[] = [];
  if (evaluation)
    stages.push({
      kind: 'evaluate',
      every: evaluation.everySteps ?? steps,
      first: true,
      last: true,
      inputs: ['checkpoints/{step}'],
      outputs: evaluation.modes.flatMap((mode) => [
        `evaluations/{step}/${mode}.json`,
        `evaluations/{step}/${mode}.parquet`,
      ]),
      settings: ['evaluation', 'datasets', 'environment', 'response'],
    });
  stages.push({
    kind: 'checkpoint',
    every: checkpoints.everySteps,
    first: true,
    last: true,
    inputs: [],
    outputs: ['checkpoints/{step}'],
    settings: [],
  });
  return stages;
}

function pick(
  from: Readonly<Record<string, unknown>>,
  names: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.has(name)));
}

/** Steps at which a stage runs, in order. */
export function stageSteps({ every, first, last }: PlannedStage, steps: number): readonly number[] {
  const inner = Array.from(
    { length: every > 0 ? Math.floor(steps / every) : 0 },
    (_, index) => (index + 1) * every,
  );
  const ends = last && inner.at(-1) !== steps ? [steps] : [];
  return [...(first ? [0] : []), ...inner, ...ends];
}
