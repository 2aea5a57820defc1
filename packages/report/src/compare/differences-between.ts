// In what two evaluations differ besides the policy.
import { type ConditionName, conditionNames, type Evaluation } from './evaluated-policy.js';

export interface Difference {
  readonly what: ConditionName;
  /** What differs, as a clause. */
  readonly detail: string;
}

export function differencesBetween(base: Evaluation, other: Evaluation): readonly Difference[] {
  return conditionNames.flatMap((what) => {
    const detail = detailOf(what, base, other);
    return detail === undefined ? [] : [{ what, detail }];
  });
}

function detailOf(what: ConditionName, base: Evaluation, other: Evaluation): string | undefined {
  if (what === 'data') return dataDifference(base, other);
  if (what === 'mode') return base.mode === other.mode ? undefined : `${base.mode} and ${other.mode}`;
  const [before, after] = [base.conditions[what], other.conditions[what]];
  const names = Object.keys(before).filter((name) => before[name] !== after[name]);
  // A prefill, a budget's text or a temperature can be shown; a chat template cannot.
  const shown = names.map((name) =>
    `${before[name]}${after[name]}`.length > MOST_SHOWN
      ? name
      : `${name === what ? '' : `${name} `}${before[name]} and ${after[name]}`,
  );
  return names.length === 0 ? undefined : shown.join(', ');
}

const MOST_SHOWN = 120;

function dataDifference(base: Evaluation, other: Evaluation): string | undefined {
  const ids = [...base.problems.keys()];
  const common = ids.filter((id) => other.problems.has(id)).length;
  if (common < ids.length || common < other.problems.size)
    return `${ids.length} and ${other.problems.size} problems, of which ${common} have the same id`;
  if (base.digest.kind !== 'none' && base.digest.kind === other.digest.kind)
    return base.digest.value === (other.digest as { readonly value: string }).value
      ? undefined
      : 'the problems have the same ids, and other content';
  if (JSON.stringify(base.conditions.prompt) !== JSON.stringify(other.conditions.prompt)) return undefined;
  const changed = ids.filter((id) => base.problems.get(id)?.prompt !== other.problems.get(id)?.prompt).length;
  return changed === 0
    ? undefined
    : `${changed} of ${ids.length} problems with the same id have other prompt tokens: another text, or another tokenizer`;
}
