// Keys of plans and stages: what of the settings an experiment, or one stage of it, depends on.
import { contentKey, type ResolvedPipeline } from '@allot/spec';

/**
 * sha256 of the settings that make the experiment: without the description and the allowances, and without dataset paths, because
 * files count by their digest wherever they lie.
 */
export const planKey = (settings: ResolvedPipeline): string => contentKey(experimentOf(settings));

/** The settings that count. */
export function experimentOf(pipeline: ResolvedPipeline): Readonly<Record<string, unknown>> {
  const { description: _description, allow: _allow, ...settings } = { allow: {}, ...pipeline };
  const datasets = Object.entries(settings.datasets).map(([name, dataset]) => {
    if (dataset.kind !== 'jsonl') return [name, dataset];
    const { path: _path, ...rest } = dataset;
    return [name, rest];
  });
  return { ...settings, datasets: Object.fromEntries(datasets) as Readonly<Record<string, unknown>> };
}
