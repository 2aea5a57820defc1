// Makes an expression anew with some parts replaced.
import { type Expression, mapParts } from '@allot/spec';

/** `change` gives a part's replacement, or undefined where its own parts are looked at. */
export const rebuild = (
  expression: Expression,
  change: (part: Expression) => Expression | undefined,
): Expression => change(expression) ?? mapParts(expression, (part) => rebuild(part, change));
