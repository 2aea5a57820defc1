// Which rows of a step the update trains on.
import type { GroupFilter, ResolvedReinforcement } from '@allot/spec';
import type { RolloutRow, ScoreRow } from '@allot/store';

type Scored = Pick<ScoreRow, 'correct' | 'reward'>;

/** Whether a group teaches nothing, by what its responses have in common (DAPO, arXiv 2503.14476, section 3.2). */
const holds: Readonly<Record<GroupFilter['drop'][number], (group: readonly Scored[]) => boolean>> = {
  'all-correct': (group) => group.every(({ correct }) => correct),
  'all-wrong': (group) => group.every(({ correct }) => !correct),
  'equal-rewards': (group) => group.every(({ reward }) => reward === group[0]?.reward),
};

/**
 * Indices of the rows whose groups are kept, in order: all without a filter, else at most a step's prompts.
 * `scores` stand in the order of the rollouts.
 */
export function trainedRows(
  { objective, training }: Pick<ResolvedReinforcement, 'objective' | 'training'>,
  rollouts: readonly Pick<RolloutRow, 'groupId'>[],
  scores: readonly Scored[],
): number[] {
  const { groups: filter } = objective;
  if (!filter) return [...rollouts.keys()];
  return groupRanges(rollouts, 1)
    .filter(([from, to]) => !filter.drop.some((drop) => holds[drop](scores.slice(from, to))))
    .slice(0, training.promptsPerStep)
    .flatMap(([from, to]) => Array.from({ length: to - from }, (_, index) => from + index));
}

/** Row ranges [from, to) of whole groups, `groups` of them each, the last what is left: minibatches. */
export function groupRanges(
  rollouts: readonly Pick<RolloutRow, 'groupId'>[],
  groups: number,
): (readonly [from: number, to: number])[] {
  const starts = rollouts.flatMap(({ groupId }, row) =>
    groupId === rollouts[row - 1]?.groupId ? [] : [row],
  );
  const ranges: [number, number][] = [];
  for (let group = 0; group < starts.length; group += groups) {
    ranges.push([starts[group] as number, starts[group + groups] ?? rollouts.length]);
  }
  return ranges;
}
