// Settings of a run that are not those of the preset which it reproduces.
import { isDeepStrictEqual } from 'node:util';
import type { Evaluation } from '@allot/report';
import type { Plan } from '@allot/spec';
import type { Preset } from '@allot/templates';
import type { SettingDifference } from '../documents/reproduction-document.js';
import { leavesOf } from './preset-settings.js';

/** Where it runs and what it is called is not part of the experiment; a model is compared by nothing but its results. */
const apart = /^(kind|name|description|policy|allow|engine)\b/;
/** A plan has these as expressions, and files instead of what a dataset's files are filtered by. */
const lowered = /^(cut\.(to|when)|advantage\.pipeline|training\.tokensPerMicrobatch)\b/;

export const differencesFromPreset = (
  { definition }: Preset,
  { settings }: Plan,
): readonly SettingDifference[] =>
  Object.entries(definition)
    .flatMap(([key, value]) => leavesOf(value, key))
    .filter(([path]) => !apart.test(path) && !lowered.test(path))
    .flatMap(([path, preset]) => {
      const run = valueAt(settings, path.replace(/^(reward|advantage)\.template$/, '$1.name'));
      if (isDeepStrictEqual(run, preset)) return [];
      return [{ path, preset, ...(run !== undefined && { run }) }];
    });

/** How an evaluation that `allot eval` wrote was sampled, where the preset samples otherwise. */
export function samplingDifferences(
  { definition }: Preset,
  { conditions, place }: Pick<Evaluation, 'conditions' | 'place'>,
): readonly SettingDifference[] {
  const stated: Readonly<Record<string, unknown>> = { samplesPerProblem: 1, ...definition.evaluation };
  return Object.entries(conditions.sampling).flatMap(([setting, text]) => {
    const [preset, run] = [stated[setting], JSON.parse(text) as unknown];
    return isDeepStrictEqual(run, preset) ? [] : [{ path: `evaluation.${setting}`, preset, run, place }];
  });
}

const valueAt = (tree: unknown, path: string): unknown =>
  path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .reduce<unknown>(
      (value, step) =>
        typeof value === 'object' && value !== null
          ? (value as Readonly<Record<string, unknown>>)[step]
          : undefined,
      tree,
    );
