// Writes a statistic as a call of its helper, assigned to a variable that says what it is.
import type { Reduction } from '@allot/spec';
import type { HelperName } from './helpers.js';
import { type Code, flat, prefix } from './layout.js';
import { atom, callOf, literal, type Piece } from './piece.js';
import type { Surroundings } from './surroundings.js';

/** The code of what a statistic is of, and of the condition on its members. A count is of nothing. */
interface Parts {
  readonly of: Code | undefined;
  readonly where: Code | undefined;
}

export function writeReduction(
  reduction: Reduction,
  { of, where }: Parts,
  around: Surroundings,
  name?: string,
): Piece {
  const { reducer, scope } = reduction;
  const sets = around.scope(scope, reduction.leaveOneOut === true && reducer !== 'rank');
  const helper: HelperName = reducer === 'median' ? 'quantile_of' : `${reducer}_of`;
  const call = callOf(
    around.helper(helper),
    ...(of === undefined ? [] : [of]),
    sets,
    ...settings(reduction),
    ...(where === undefined ? [] : [prefix('where=', where)]),
    ...options(reduction),
  );
  const about = name ?? [scope, reducer, subject(of ?? where)].filter((word) => word !== '').join('_');
  return atom(around.assign(about, call.code), 'column');
}

/** What stands in front of `where`. */
function settings({ reducer, quantile = 0.5 }: Reduction): readonly Code[] {
  if (reducer === 'median') return ['0.5'];
  return reducer === 'quantile' ? [literal(quantile).code] : [];
}

function options({ reducer, ddof, empty, ties = 'min' }: Reduction): readonly Code[] {
  if (reducer === 'count' || reducer === 'sum') return [];
  if (reducer === 'rank') return [`ties="${ties}"`];
  const otherwise = prefix('empty=', literal(empty).code);
  return reducer === 'std' ? [`ddof=${ddof}`, otherwise] : [otherwise];
}

/** A single name tells what the statistic is about; longer code does not. */
function subject(code: Code | undefined): string {
  const text = code === undefined ? '' : flat(code);
  return /^[\p{XIDS}_][\p{XIDC}]*$/u.test(text) ? text : '';
}
