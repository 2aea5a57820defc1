// Advantages of single tokens: what the stages of the plan's credit make of those of whole trajectories.
import {
  type Expression,
  evaluateShape,
  evaluateTokens,
  isOfTokens,
  type ResolvedReinforcement,
  type Rollout,
  type ShapeRows,
  type TokenScope,
} from '@allot/spec';
import { countThinkingTokens, findText, type Tokenizer } from '@allot/tasks';
import { lossMask } from './loss-mask.js';
import { lossPlaces } from './response-tokens.js';

/**
 * One advantage for every response token of every rollout; undefined where the plan has no credit. Values of tokens
 * reach those that carry loss. `rows` and `advantages` stand in the order of the rollouts.
 */
export function tokenAdvantages(
  settings: ResolvedReinforcement,
  tokenizer: Tokenizer,
  rows: ShapeRows,
  rollouts: readonly Rollout[],
  advantages: ArrayLike<number>,
): Float32Array[] | undefined {
  if (!settings.credit) return undefined;
  const credited: ShapeRows = {
    ...rows,
    fields: Object.create(rows.fields, { advantage: { value: Float64Array.from(advantages) } }),
  };
  const values = rollouts.map(({ responseTokens: { length } }, row) =>
    new Float64Array(length).fill(advantages[row] as number),
  );
  for (const { tokens, multiply, add } of settings.credit) {
    const rangeOf = scopeRange(tokens, settings.response, tokenizer);
    const factors = multiply && valuesOf(multiply, credited, rollouts, settings.response);
    const terms = add && valuesOf(add, credited, rollouts, settings.response);
    for (const [row, rollout] of rollouts.entries()) {
      const tokenValues = values[row] as Float64Array;
      const [from, to] = rangeOf(rollout);
      for (let place = from; place < to; place++) {
        const factor = factors?.(row, place) ?? 1;
        tokenValues[place] = (tokenValues[place] as number) * factor + (terms?.(row, place) ?? 0);
      }
    }
  }
  return values.map((tokenValues) => Float32Array.from(tokenValues));
}

/** The value of an expression at a place of a row's response; undefined where it is of tokens and that one carries no loss. */
function valuesOf(
  expression: Expression,
  rows: ShapeRows,
  rollouts: readonly Rollout[],
  response: ResolvedReinforcement['response'],
): (row: number, place: number) => number | undefined {
  if (!isOfTokens(expression)) {
    const ofRows = evaluateShape(expression, rows);
    return (row) => ofRows[row];
  }
  const ofTokens = evaluateTokens(expression, rows);
  let at = 0;
  const found = rollouts.map(
    (rollout) => new Map(lossPlaces(rollout, response).map((place) => [place, ofTokens[at++] as number])),
  );
  return (row, place) => found[row]?.get(place);
}

type Range = readonly [from: number, to: number];

/** Which response tokens of a rollout a scope names: always a range. */
export function scopeRange(
  scope: TokenScope,
  response: ResolvedReinforcement['response'],
  tokenizer: Tokenizer,
): (rollout: Pick<Rollout, 'responseTokens' | 'tokenOrigins'>) => Range {
  if (typeof scope === 'object') {
    return ({ responseTokens }) => {
      const found = findText(responseTokens, scope.after, tokenizer);
      return found ? [found.through, responseTokens.length] : [0, 0];
    };
  }
  switch (scope) {
    case 'all':
      return ({ responseTokens }) => [0, responseTokens.length];
    case 'first':
      return ({ tokenOrigins }) => {
        const first = lossMask(tokenOrigins, response).indexOf(1);
        return first < 0 ? [0, 0] : [first, first + 1];
      };
    case 'thinking':
    case 'answer':
      return ({ responseTokens }) => {
        const closed = countThinkingTokens(responseTokens, response.reasoningClose, tokenizer);
        return scope === 'thinking' ? [0, closed] : [closed, responseTokens.length];
      };
  }
}
