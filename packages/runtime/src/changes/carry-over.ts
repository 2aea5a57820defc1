// What a run keeps of its memory where another plan takes over: cells that mean the same, and what it has spent.
import { contentKey, type GuardMemory, type Memory, noGuardMemory, type Plan } from '@allot/spec';
import type { CheckpointState } from '@allot/store';

type Remembered = Pick<CheckpointState, 'memory' | 'guards' | 'planKey'>;

/**
 * The memory of a checkpoint as `plan` reads it; `made` is the plan that the checkpoint is of. Of the same plan: as it is. Of
 * another: a cell that is new, or defined otherwise, is as before step 1, and guards look anew, but for tokens and rollbacks.
 */
export function carryOver(
  { memory, guards, planKey }: Remembered,
  plan: Plan,
  made: Plan | undefined,
): { readonly memory: Memory; readonly guards?: GuardMemory } {
  if (planKey === plan.key) return { memory, ...(guards && { guards }) };
  const [was, is] = [cellsOf(made), cellsOf(plan)];
  const same = Object.keys(is).filter(
    (name) => contentKey(was[name] ?? null) === contentKey(is[name] ?? null),
  );
  const kept = same.flatMap((name) => (memory[name] ? [[name, memory[name]] as const] : []));
  const { tokens, rollbacks } = guards ?? noGuardMemory;
  return { memory: Object.fromEntries(kept), guards: { ...noGuardMemory, tokens, rollbacks } };
}

const cellsOf = (plan: Plan | undefined) =>
  plan?.settings.kind === 'reinforcement' ? plan.settings.state : {};
