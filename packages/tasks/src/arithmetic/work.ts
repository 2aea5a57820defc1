// Writes work in the task's text: steps `op d = r`, checks `?r`, slips of the environment included.
import { TokenOrigin } from '@allot/spec';
import { type ArithmeticProblem, applyOperation } from './problem.js';

/** Tokens of a step, of a check, of the restart mark, and of `</think>`, answer and `<eos>`. */
export const stepTokens = 4;
export const checkTokens = 2;
export const restartTokens = 1;
export const closingTokens = 3;

/** Most values written for one step: the result and its checks. */
const mostValues = 6;

/** A response while it is written: one string a token, and where each came from. */
export interface Draft {
  readonly tokens: string[];
  readonly origins: TokenOrigin[];
  /** Whether the environment replaces the digit at this place of the draft. */
  slips(position: number): boolean;
}

export function write(draft: Draft, text: Iterable<string>, origin: TokenOrigin = TokenOrigin.sampled): void {
  for (const token of text) {
    draft.tokens.push(token);
    draft.origins.push(origin);
  }
}

/** Writes a result or a check; the digit that stands there, which the environment may have replaced. */
function writeDigit(draft: Draft, digit: number): number {
  const slipped = draft.slips(draft.tokens.length);
  const written = slipped ? (digit + 1) % 10 : digit;
  write(draft, String(written), slipped ? TokenOrigin.overridden : TokenOrigin.sampled);
  return written;
}

export interface WorkLimits {
  /** Draft length, closing included, within which planned checks are written. */
  readonly aim: number;
  /** Draft length, closing included, that is never passed. */
  readonly cap: number;
}

/**
 * Writes one pass over the first `checks.length` operations, `checks[i]` checks after step i, and returns the value
 * it ends with. After a disagreement checks go on until the last value has a strict majority, or six values
 * stand there. The last value is the accepted one: the next step starts from it, right or wrong.
 */
export function writeWork(
  draft: Draft,
  problem: ArithmeticProblem,
  checks: readonly number[],
  { aim, cap }: WorkLimits,
): number {
  let value = problem.start;
  for (const [i, planned] of checks.entries()) {
    const operation = problem.operations[i];
    if (!operation) break;
    const right = applyOperation(value, operation);
    write(draft, `${operation.operator}${operation.digit}=`);
    const values = [writeDigit(draft, right)];
    const owed = (checks.length - i - 1) * stepTokens + closingTokens + checkTokens;
    while (values.length < mostValues) {
      const room = (settled(values) ? aim : cap) - draft.tokens.length - owed;
      if (room < 0 || (values.length > planned && settled(values))) break;
      write(draft, '?');
      values.push(writeDigit(draft, right));
    }
    value = values.at(-1) as number;
  }
  return value;
}

/** Writes the work in `tokens` once more after a restart mark, word for word but for the digits that slip now. */
export function copyWork(draft: Draft, tokens: readonly string[]): void {
  write(draft, '~');
  for (const [i, token] of tokens.entries()) {
    const before = tokens[i - 1];
    if (before === '=' || before === '?') writeDigit(draft, Number(token));
    else write(draft, token);
  }
}

/** Whether the last value has a strict majority. */
function settled(values: readonly number[]): boolean {
  const last = values.at(-1);
  return values.filter((value) => value === last).length * 2 > values.length;
}

/** Tokens of one pass when nothing slips, closing excluded. */
export const workTokens = (checks: readonly number[]): number =>
  checks.reduce((tokens, count) => tokens + stepTokens + count * checkTokens, 0);
