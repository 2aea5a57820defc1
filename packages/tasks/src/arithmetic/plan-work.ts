// Plans how much work a demonstration shows: checks after each step, and how often the whole is written again.
import { checkTokens, closingTokens, restartTokens, workTokens } from './work.js';

export interface WorkPlan {
  /** Checks after each step. */
  readonly checks: readonly number[];
  /** How often the whole work is written again after the first time. */
  readonly copies: number;
}

export interface LengthAim {
  /** Length in tokens, closing included, to reach: first with copies, then with checks. */
  readonly atLeast: number;
  /** Length in tokens, closing included, not to pass: checks are left out; the steps themselves never are. */
  readonly atMost: number;
  readonly mostChecks: number;
}

/** `pick(n)` is a whole number in [0, n): which step loses or gains a check. */
export function planWork(
  drawnChecks: readonly number[],
  { atLeast, atMost, mostChecks }: LengthAim,
  pick: (below: number) => number,
): WorkPlan {
  const checks = [...drawnChecks];
  let copies = 0;
  const length = (): number => (copies + 1) * workTokens(checks) + copies * restartTokens + closingTokens;
  const change = (by: 1 | -1): boolean => {
    const open = [...checks.keys()].filter((i) =>
      by < 0 ? checks[i] !== 0 : (checks[i] as number) < mostChecks,
    );
    if (open.length === 0) return false;
    const step = open[pick(open.length)] as number;
    checks[step] = (checks[step] as number) + by;
    return true;
  };
  while (length() > atMost && change(-1));
  const copy = restartTokens + workTokens(checks);
  while (checks.length > 0 && length() < atLeast && length() + copy <= atMost) copies++;
  while (length() < atLeast && length() + (copies + 1) * checkTokens <= atMost && change(1));
  return { checks, copies };
}
