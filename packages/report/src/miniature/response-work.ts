// Reads the work that a response shows in the embedded task: steps `op d = r`, checks `?r`, copies after `~`.

export interface ResponseWork {
  readonly checks: number;
  readonly copies: number;
  /** Characters of checks and of everything from the first `~` on, as a share of the thinking; 0 where there is none. */
  readonly recheckShare: number;
  /** Checks before the first `~` a step; 0 without a step. */
  readonly checksPerStep: number;
}

/** Of a response as text; every token of the task but its tags is one character. */
export function responseWork(text: string): ResponseWork {
  const [thinking = ''] = text.split('</think>');
  const [first = '', ...copies] = thinking.split('~');
  const [checks, firstChecks, steps] = [count(thinking, '?'), count(first, '?'), count(first, '=')];
  const again = 2 * firstChecks + (thinking.length - first.length);
  return {
    checks,
    copies: copies.length,
    recheckShare: thinking.length === 0 ? 0 : again / thinking.length,
    checksPerStep: steps === 0 ? 0 : firstChecks / steps,
  };
}

const count = (text: string, character: string): number => text.split(character).length - 1;
