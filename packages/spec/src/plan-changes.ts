// What differs between two plans of one run, and from which stage of a step on each difference matters.
import type { Plan, StageKind } from './plan.js';
import type { ResolvedPipeline } from './resolved.js';
import { settingRows } from './setting-rows.js';

export interface PlanChange {
  /** Dotted path of the setting (`tiers[1].budget`). */
  readonly path: string;
  /** As text; absent: the setting was not there, or is there no more. */
  readonly before?: string;
  readonly after?: string;
  /** The first stage of a step that it matters to; 'nothing': it only names or explains. */
  readonly from: StageKind | 'nothing';
}

/** Settings that differ, in the order of the later plan; those that are gone come last. Paths of files are no settings. */
export function planChanges(
  before: Pick<Plan, 'settings'>,
  after: Pick<Plan, 'settings'>,
): readonly PlanChange[] {
  const [was, is] = [before.settings, after.settings].map(
    (settings) => new Map(settingRows(settings).filter(([path]) => !isPlace(path))),
  ) as [Map<string, string>, Map<string, string>];
  const kept = [...is].flatMap(([path, value]) => {
    const old = was.get(path);
    return old === value ? [] : [{ path, ...(old !== undefined && { before: old }), after: value }];
  });
  const gone = [...was].flatMap(([path, value]) => (is.has(path) ? [] : [{ path, before: value }]));
  return [...kept, ...gone].map((change) => ({ ...change, from: stageOf(change.path) }));
}

/** Where a dataset's files lie; their digest says what is in them. */
const isPlace = (path: string): boolean => /^datasets\.[^.]+\.path(?:\[\d+\])?$/.test(path);

function stageOf(path: string): PlanChange['from'] {
  const [top = ''] = /^[^.[]+/.exec(path) ?? [];
  if (path === 'training.tokensPerMicrobatch' || path === 'training.promptsPerMinibatch') return 'update';
  return stages[top as keyof typeof stages] ?? 'rollout';
}

/** The first stage that reads a setting; every later one of the step follows from it. */
const stages = {
  name: 'nothing',
  description: 'nothing',
  allow: 'nothing',
  kind: 'rollout',
  seed: 'rollout',
  policy: 'rollout',
  datasets: 'rollout',
  environment: 'rollout',
  response: 'rollout',
  prompt: 'rollout',
  tiers: 'rollout',
  cut: 'rollout',
  training: 'rollout',
  demonstrations: 'demonstrate',
  steps: 'score',
  reward: 'score',
  state: 'score',
  signals: 'score',
  grading: 'score',
  advantage: 'advantage',
  credit: 'advantage',
  objective: 'update',
  optimizer: 'update',
  guards: 'update',
  gates: 'checkpoint',
  checkpoints: 'checkpoint',
  evaluation: 'evaluate',
  pilot: 'pilot',
} as const satisfies Readonly<Record<SettingName, PlanChange['from']>>;

type SettingName = ResolvedPipeline extends infer Kind ? (Kind extends unknown ? keyof Kind : never) : never;
