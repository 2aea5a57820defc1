// Compares policies: the evaluations that belong together, what differs between them, and what the numbers say.
import { type Diagnostic, type Phase, quantileOfSorted, randomStream } from '@allot/spec';
import { efficiencyScore } from '../statistics/efficiency-score.js';
import { adjustHolm } from '../statistics/holm.js';
import { type Resampled, resampleMeans } from '../statistics/resample.js';
import { type AlignedProblems, alignProblems, columnOf, withinRange } from './align-problems.js';
import { reportCompare } from './compare-catalog.js';
import { compareVerdict } from './compare-verdict.js';
import type {
  AllowedDifference,
  CellComparison,
  ComparisonDocument,
  Estimated,
  PairedChange,
} from './comparison-document.js';
import { differencesBetween } from './differences-between.js';
import type { Side } from './estimate-side.js';
import type { ConditionName, EvaluatedPolicy, Evaluation } from './evaluated-policy.js';
import { type MatchedEvaluations, matchEvaluations, type Wanted } from './match-evaluations.js';
import { pairedChange, type RawChange } from './paired-change.js';
import { accuracyOf, standingsOf, tokensOf } from './standings.js';

export interface CompareOptions extends Wanted {
  /** What may differ between the evaluations. */
  readonly allowed: ReadonlySet<ConditionName>;
}

/** The first policy is the base. Equal evaluations give equal numbers. Diagnostics: `compare/*`. */
export function comparePolicies(
  policies: readonly EvaluatedPolicy[],
  { allowed, ...wanted }: CompareOptions,
): Phase<ComparisonDocument> {
  const [matching, unmatched] = matchEvaluations(policies, wanted);
  if (matching === undefined) return [undefined, unmatched];
  const names = policies.map(({ name }) => name);
  const checks = matching.cells.map((cell) => checkCell(cell, names, allowed));
  const refused = checks.flatMap(({ diagnostics }) => diagnostics);
  if (refused.length > 0) return [undefined, refused];
  const raw = matching.cells.map((cell) => compareCell(cell, names));
  const results = adjustCells(raw);
  const document = {
    format: 1,
    policies: policies.map(({ name, evaluations }) => ({
      name,
      places: [...new Set(evaluations.map(({ place }) => place))],
    })),
    differences: unique(checks.flatMap(({ differences }) => differences)),
    notes: matching.notes,
    results,
    tests: raw.flatMap(testsOf).length,
  } as const;
  return [{ ...document, verdicts: compareVerdict(document) }, []];
}

interface Check {
  readonly differences: readonly AllowedDifference[];
  readonly diagnostics: readonly Diagnostic[];
}

function checkCell(
  { benchmark, mode, evaluations }: MatchedEvaluations,
  names: readonly string[],
  allowed: ReadonlySet<ConditionName>,
): Check {
  const [base, ...others] = evaluations as readonly [Evaluation, ...Evaluation[]];
  const where = `${benchmark}, ${mode}`;
  const about = (index: number) => ({ base: names[0] as string, policy: names[index + 1] as string, where });
  const found = others.flatMap((other, index) =>
    differencesBetween(base, other).map((difference) => ({ ...difference, index })),
  );
  const diagnostics = found
    .filter(({ what }) => !allowed.has(what))
    .map(({ what, detail, index }) => reportCompare('compare/different', { ...about(index), what, detail }));
  const apart = others.flatMap((other, index) =>
    alignProblems([base, other]).ids.length === 0
      ? [reportCompare('compare/nothing-in-common', about(index))]
      : [],
  );
  const all =
    alignProblems(evaluations).ids.length === 0
      ? [reportCompare('compare/nothing-in-common', about(others.length - 1))]
      : [];
  const differences = found.map(({ what, detail, index }) => ({
    what,
    detail,
    policy: names[index + 1] as string,
  }));
  return { differences, diagnostics: diagnostics.length > 0 ? diagnostics : apart.length > 0 ? apart : all };
}

type RawCell = Omit<CellComparison, 'changes'> & {
  readonly changes: readonly {
    readonly policy: string;
    readonly all: RawChange;
    readonly byDifficulty: readonly (RawChange & { readonly name: string })[];
    readonly efficiencyScore?: Estimated;
  }[];
};

function compareCell(
  { benchmark, mode, evaluations }: MatchedEvaluations,
  names: readonly string[],
): RawCell {
  const aligned = alignProblems(evaluations);
  const whole = resampled(aligned, 0);
  const ranges = Object.entries((evaluations[0] as Evaluation).difficulty).flatMap(([name, range], index) => {
    const inside = withinRange(aligned, range);
    return inside.ids.length === 0 ? [] : [{ name, inside, means: resampled(inside, index + 1) }];
  });
  const side = ({ results }: AlignedProblems, policy: number): Side => ({
    results: results[policy] ?? [],
    maxTokens: (evaluations[policy] as Evaluation).maxTokens,
  });
  const change = (problems: AlignedProblems, means: Resampled, policy: number): RawChange =>
    pairedChange(side(problems, 0), side(problems, policy), means, policy);
  return {
    benchmark,
    mode,
    problems: aligned.ids.length,
    standings: standingsOf(
      names.map((name, policy) => ({
        name,
        mode: evaluations[policy]?.mode ?? mode,
        ...side(aligned, policy),
      })),
      whole,
    ),
    changes: names.slice(1).map((policy, index) => {
      const score = scoreOf(whole, index + 1);
      return {
        policy,
        all: change(aligned, whole, index + 1),
        byDifficulty: ranges.map(({ name, inside, means }) => ({
          name,
          ...change(inside, means, index + 1),
        })),
        ...(score && { efficiencyScore: score }),
      };
    }),
  };
}

const resampled = ({ results }: AlignedProblems, group: number): Resampled =>
  resampleMeans(
    results.flatMap((one) => [columnOf(one, 'accuracy'), columnOf(one, 'tokens')]),
    randomStream(0, 'bootstrap', 1, group),
  );

/** AES with its percentile interval: it has a bend at equal accuracy, where BCa's acceleration means nothing. */
function scoreOf({ means, resamples }: Resampled, policy: number): Estimated | undefined {
  const score = (of: readonly number[]): number | undefined =>
    efficiencyScore(
      { accuracy: of[0] as number, tokens: of[1] as number },
      { accuracy: of[accuracyOf(policy)] as number, tokens: of[tokensOf(policy)] as number },
    );
  const value = score(means);
  const values = resamples.flatMap((one) => score(one) ?? []).sort((a, b) => a - b);
  if (value === undefined || values.length < resamples.length) return undefined;
  return { value, interval: [quantileOfSorted(values, 0.025), quantileOfSorted(values, 0.975)] };
}

const changesOf = ({ changes }: RawCell): RawChange[] =>
  changes.flatMap(({ all, byDifficulty }) => [all, ...byDifficulty]);

const testsOf = (cell: RawCell): number[] =>
  changesOf(cell).flatMap(({ accuracyPoints, tokensPercent }) => [
    accuracyPoints.p,
    ...(tokensPercent ? [tokensPercent.p] : []),
  ]);

/** All tests of the comparison together, in the order in which they stand. */
function adjustCells(cells: readonly RawCell[]): CellComparison[] {
  const adjusted = adjustHolm(cells.flatMap(testsOf)).values();
  const next = (): number => adjusted.next().value as number;
  const adjust = ({ accuracyPoints, tokensPercent, ...change }: RawChange): PairedChange => ({
    ...change,
    accuracyPoints: { ...accuracyPoints, adjustedP: next() },
    ...(tokensPercent && { tokensPercent: { ...tokensPercent, adjustedP: next() } }),
  });
  return cells.map((cell) => ({
    ...cell,
    changes: cell.changes.map((change) => ({
      ...change,
      all: adjust(change.all),
      byDifficulty: change.byDifficulty.map(({ name, ...row }) => ({ name, ...adjust(row) })),
    })),
  }));
}

const unique = (differences: readonly AllowedDifference[]): AllowedDifference[] => [
  ...new Map(differences.map((one) => [JSON.stringify(one), one])).values(),
];
