// What was measured of a run or of saved evaluations, beside what was published.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EstimatedEvaluation } from '@allot/report';
import { type Diagnostic, hasErrors, type Phase, type Plan } from '@allot/spec';
import type { Preset } from '@allot/templates';
import type {
  MeasuredEvaluation,
  MeasuredNumber,
  MeasuredVerdict,
  ReproducedResult,
  ReproductionDocument,
} from '../documents/reproduction-document.js';
import { datasetKnownAs, isBenchmark } from './benchmark-names.js';
import { differencesFromPreset, samplingDifferences } from './differences-from-preset.js';

/** `words` are places as `allot compare` has them, with commas between them. Diagnostics: `compare/*`, and the store's. */
export async function compareWithPublished(
  preset: Preset,
  words: string,
): Promise<Phase<ReproductionDocument>> {
  const { estimatePolicy, loadPolicy, parsePolicyPlace, placeText, settlePlaces } = await import(
    '@allot/report'
  );
  const policy = await settlePlaces(parsePolicyPlace(words));
  const [loaded, problems] = await loadPolicy(policy);
  if (loaded === undefined || hasErrors(problems)) return [undefined, problems];
  const [plans, unread] = await plansOf(policy.places.map(({ folder }) => folder));
  const measured = estimatePolicy(loaded).map((one) => measuredFrom(one, plans));
  const results = preset.published.flatMap(({ source, mode, results: rows }) =>
    rows.map(({ benchmark, accuracy, tokens }): ReproducedResult => {
      const own = measured.find((one) => one.mode === mode && isBenchmark(benchmark, one.benchmark));
      const published = { accuracy, ...(tokens !== undefined && { tokens }) };
      return { source, mode, benchmark, published, ...(own && { measured: judged(own, published) }) };
    }),
  );
  const used = new Set(results.flatMap((one) => (one.measured ? [keyOf(one.measured)] : [])));
  const [plan] = plans.values();
  return [
    {
      format: 1,
      preset: preset.name,
      places: policy.places.map(placeText),
      differences: [
        ...(plan ? differencesFromPreset(preset, plan) : []),
        ...loaded.evaluations
          .filter(({ place }) => !planBehind(place, plans))
          .flatMap((evaluation) => samplingDifferences(preset, evaluation)),
      ],
      results,
      unpublished: measured.filter((one) => !used.has(keyOf(one))),
    },
    [...problems, ...unread],
  ];
}

/** The plans of the places that are runs, by folder. */
async function plansOf(
  folders: readonly string[],
): Promise<readonly [ReadonlyMap<string, Plan>, readonly Diagnostic[]]> {
  const { openRunDirectory } = await import('@allot/store');
  const plans = new Map<string, Plan>();
  const diagnostics: Diagnostic[] = [];
  for (const folder of folders) {
    if (!existsSync(join(folder, 'run.json'))) continue;
    const [run, problems] = await openRunDirectory(folder);
    if (run) plans.set(folder, run.plan);
    else diagnostics.push(...problems);
  }
  return [plans, diagnostics];
}

/** The plan of the run that wrote the evaluation while it trained; none of what `allot eval` wrote. */
const planBehind = (place: string, plans: ReadonlyMap<string, Plan>): Plan | undefined =>
  [...plans].find(([folder]) => place.startsWith(join(folder, 'evaluations')))?.[1];

/** In percent, with the dataset as it is known; a run calls it by a name of its own. */
function measuredFrom(
  { benchmark, accuracy, tokens, ...about }: EstimatedEvaluation,
  plans: ReadonlyMap<string, Plan>,
): MeasuredEvaluation {
  const plan = planBehind(about.place, plans);
  const [low, high] = accuracy.interval;
  return {
    ...about,
    benchmark: plan ? datasetKnownAs(plan, benchmark) : benchmark,
    accuracy: { value: 100 * accuracy.value, interval: [100 * low, 100 * high] },
    tokens,
  };
}

const judged = (
  measured: MeasuredEvaluation,
  { accuracy, tokens }: ReproducedResult['published'],
): NonNullable<ReproducedResult['measured']> => ({
  ...measured,
  accuracyVerdict: verdictOf(measured.accuracy, accuracy),
  ...(tokens !== undefined && { tokensVerdict: verdictOf(measured.tokens, tokens) }),
});

export const verdictOf = ({ interval: [low, high] }: MeasuredNumber, published: number): MeasuredVerdict =>
  published < low ? 'higher' : published > high ? 'lower' : 'agrees';

const keyOf = ({ place, mode, benchmark }: MeasuredEvaluation): string => `${place} ${mode} ${benchmark}`;
