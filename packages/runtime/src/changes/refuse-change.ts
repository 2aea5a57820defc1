// Changes of a definition that a run under way cannot take, each by name.
import {
  contentKey,
  type Diagnostic,
  type Plan,
  type ResolvedPipeline,
  type ResolvedReinforcement,
} from '@allot/spec';
import { report } from '../catalog.js';
import { optimizerSteps } from '../learning-rate.js';

/** Why a run that has done `step` cannot go on by `after` in place of `before`; none: it can. */
export function refuseChange(before: Plan, after: Plan, step: number): readonly Diagnostic[] {
  const [was, is] = [before.settings, after.settings];
  const exported = (['verl', 'trl'] as const).find((name) => name === after.engine.name);
  const refused: readonly Refusal[] = [
    ...(was.kind === is.kind ? [] : [['kind', 'the run trains in another way'] as const]),
    ...fixed.filter(([path]) => differs(was, is, path)),
    ...(was.kind === 'reinforcement' && is.kind === 'reinforcement' ? refuseReinforcement(was, is) : []),
    ...(is.steps < step ? [['steps', `the run has done ${step} already`] as const] : []),
    ...(exported
      ? [['engine.name', `${exported} trains from a bundle, with checkpoints of its own`] as const]
      : []),
    ...(after.pilot?.awaited ? [['tiers', 'they follow from a pilot that has not been run'] as const] : []),
  ];
  return refused.map(([path, reason]) => report('change/refused', { path, reason }, placeOf(after, path)));
}

type Refusal = readonly [path: string, reason: string];

/** Settings that hold for a whole run. */
const fixed = [
  ['seed', 'every random number of the run follows from it'],
  ['policy', 'the weights of the run have its form and its tokens'],
  ['datasets', 'the run has its problems in its folder, and goes through them in one order'],
] as const satisfies readonly (readonly [keyof ResolvedPipeline, string])[];

function refuseReinforcement(was: ResolvedReinforcement, is: ResolvedReinforcement): Refusal[] {
  const order = 'problems would come twice, or never: the order goes by it';
  const rate = [was, is].map((settings) => optimizerSteps(settings).perStep);
  return [
    ...(was.training.dataset === is.training.dataset ? [] : [['training.dataset', order] as const]),
    ...(was.training.promptsPerStep === is.training.promptsPerStep
      ? rate[0] === rate[1]
        ? []
        : [['training.promptsPerMinibatch', 'the schedule of the learning rate counts updates'] as const]
      : [['training.promptsPerStep', order] as const]),
    ...(contentKey(was.pilot ?? null) === contentKey(is.pilot ?? null)
      ? []
      : [['pilot', 'it was run before training'] as const]),
  ];
}

const differs = (was: ResolvedPipeline, is: ResolvedPipeline, path: (typeof fixed)[number][0]): boolean =>
  contentKey([contentOf(was, path)]) !== contentKey([contentOf(is, path)]);

/** A setting without the places of files. */
function contentOf(settings: ResolvedPipeline, path: keyof ResolvedPipeline): unknown {
  if (path !== 'datasets') return settings[path];
  return Object.entries(settings.datasets).map(([name, dataset]) =>
    'path' in dataset ? [name, { ...dataset, path: '' }] : [name, dataset],
  );
}

/** Where the definition says it. */
function placeOf({ origins }: Plan, path: string): Partial<Diagnostic> {
  const said = Object.keys(origins).find((one) => one === path || one.startsWith(`${path}.`));
  const origin = said === undefined ? undefined : origins[said];
  if (origin?.from !== 'definition') return { path };
  const { file, line, column } = origin;
  return { path, span: { file, line, column, endLine: line, endColumn: column + 1 } };
}
