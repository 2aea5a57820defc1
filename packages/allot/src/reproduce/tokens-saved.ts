// How many tokens a published run saved against its base.
import type { Preset, PublishedResult } from '@allot/templates';

/** Share of the base's tokens, of the first table in natural mode: of its average, else of the sums over its benchmarks. */
export function tokensSaved({ published }: Preset): number | undefined {
  const table = published.find(({ mode, results }) => mode === 'natural' && results.some(({ base }) => base));
  if (!table) return undefined;
  const both = table.results.filter(
    (result): result is Required<PublishedResult> => result.base !== undefined && result.tokens !== undefined,
  );
  const average = both.filter(({ benchmark }) => benchmark === 'average');
  const counted = average.length > 0 ? average : both;
  const total = (tokens: (result: Required<PublishedResult>) => number): number =>
    counted.reduce((sum, result) => sum + tokens(result), 0);
  return 1 - total(({ tokens }) => tokens) / total(({ base }) => base.tokens);
}
