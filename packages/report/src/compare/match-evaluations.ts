// Which evaluations are set beside each other: those of the same dataset and mode, or the only ones there are.
import type { Diagnostic, Phase } from '@allot/spec';
import { reportCompare } from './compare-catalog.js';
import type { EvaluatedPolicy, Evaluation } from './evaluated-policy.js';

/** One evaluation of each policy, in the order of the policies. */
export interface MatchedEvaluations {
  readonly benchmark: string;
  readonly mode: string;
  readonly evaluations: readonly Evaluation[];
}

export interface Matching {
  readonly cells: readonly MatchedEvaluations[];
  /** What only some of the policies have, one sentence each. */
  readonly notes: readonly string[];
}

export interface Wanted {
  readonly modes?: readonly string[];
  readonly data?: readonly string[];
}

/** Diagnostics: `compare/no-data`, `compare/no-mode`. */
export function matchEvaluations(
  policies: readonly EvaluatedPolicy[],
  { modes, data }: Wanted,
): Phase<Matching> {
  const notes: string[] = [];
  const [groups, unknown] = matchBy(policies, data, 'benchmark', notes);
  if (groups === undefined) return [undefined, unknown];
  const cells: MatchedEvaluations[] = [];
  for (const { name: benchmark, policies: group } of groups) {
    const [matched, missing] = matchBy(group, modes, 'mode', notes);
    if (matched === undefined) return [undefined, missing];
    for (const { name: mode, policies: found } of matched)
      cells.push({
        benchmark,
        mode,
        evaluations: found.flatMap(({ evaluations }) => evaluations.slice(0, 1)),
      });
  }
  return [{ cells, notes }, []];
}

interface Group {
  readonly name: string;
  readonly policies: readonly EvaluatedPolicy[];
}

/** By name where all have it, those of the first policy first; where each policy has but one, that one, whatever its name. */
function matchBy(
  policies: readonly EvaluatedPolicy[],
  wanted: readonly string[] | undefined,
  by: 'benchmark' | 'mode',
  notes: string[],
): Phase<readonly Group[]> {
  const namesOf = ({ evaluations }: EvaluatedPolicy): string[] => [
    ...new Set(evaluations.map((one) => one[by])),
  ];
  const all = [...new Set(policies.flatMap(namesOf))];
  if (wanted === undefined && policies.every((policy) => namesOf(policy).length === 1))
    return [[{ name: all[0] as string, policies }], []];
  const common = all.filter((name) => policies.every((policy) => namesOf(policy).includes(name)));
  const names = wanted ?? (common.length > 0 ? common : all.slice(0, 1));
  const missing = names.flatMap((name) =>
    policies.flatMap((policy) =>
      namesOf(policy).includes(name) ? [] : [missingOf(by, policy, name, namesOf)],
    ),
  );
  if (missing.length > 0) return [undefined, missing];
  const left = wanted === undefined ? all.filter((name) => !common.includes(name)) : [];
  for (const name of left) {
    const without = policies.filter((policy) => !namesOf(policy).includes(name)).map((policy) => policy.name);
    notes.push(
      `${by === 'mode' ? `${name} mode` : name} is left out: ${without.join(', ')} ${without.length === 1 ? 'has' : 'have'} no evaluation of it.`,
    );
  }
  return [
    names.map((name) => ({
      name,
      policies: policies.map((policy) => ({
        name: policy.name,
        evaluations: policy.evaluations.filter((one) => one[by] === name),
      })),
    })),
    [],
  ];
}

function missingOf(
  by: 'benchmark' | 'mode',
  policy: EvaluatedPolicy,
  name: string,
  namesOf: (policy: EvaluatedPolicy) => readonly string[],
): Diagnostic {
  const list = namesOf(policy).join(', ') || 'none';
  return by === 'mode'
    ? reportCompare('compare/no-mode', { policy: policy.name, mode: name, modes: list })
    : reportCompare('compare/no-data', { policy: policy.name, data: name, names: list });
}
