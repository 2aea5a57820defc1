// Keys of plans and stages: what of the settings an experiment, or one stage of it, depends on.
import { contentKey } from './hash.js';
import type { ResolvedCredit, ResolvedPipeline } from './resolved.js';
import type { ResolvedShape } from './shape/expression.js';
import { withoutNames } from './shape/parts.js';

/**
 * sha256 of the settings that make the experiment: without the description and the allowances; files count by their
 * digest wherever they lie, shapes by what they compute whatever they are called.
 */
export const planKey = (settings: ResolvedPipeline): string => contentKey(experimentOf(settings));

/** The settings that count. */
export function experimentOf(pipeline: ResolvedPipeline): Readonly<Record<string, unknown>> {
  const { description: _description, ...settings } = pipeline;
  const datasets = Object.entries(settings.datasets).map(([name, dataset]) => {
    if (!('path' in dataset)) return [name, dataset];
    const { path: _path, ...rest } = dataset;
    return [name, rest];
  });
  const counted = {
    ...settings,
    datasets: Object.fromEntries(datasets) as Readonly<Record<string, unknown>>,
  };
  if (counted.kind === 'supervised') return counted;
  const { allow: _allow, reward, advantage, credit, ...rest } = counted;
  return {
    ...rest,
    reward: meaningOf(reward),
    advantage: meaningOf(advantage),
    ...(credit && { credit: credit.map(creditMeaning) }),
  };
}

const creditMeaning = ({ tokens, multiply, add }: ResolvedCredit): Readonly<Record<string, unknown>> => ({
  tokens,
  ...(multiply && { multiply: withoutNames(multiply) }),
  ...(add && { add: withoutNames(add) }),
});

/** Components count by name: they are columns of the run's files. */
function meaningOf({ expression, components }: ResolvedShape): Readonly<Record<string, unknown>> {
  const parts = Object.entries(components).map(([name, part]) => [name, withoutNames(part)]);
  return {
    expression: withoutNames(expression),
    components: Object.fromEntries(parts) as Readonly<Record<string, unknown>>,
  };
}
