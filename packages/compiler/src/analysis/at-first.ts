// A shape as it is in the first step of a run, when the memory holds nothing yet.
import { type Expression, type ResolvedCells, shape } from '@allot/spec';
import { rebuild } from './rebuild.js';

/** Every cell stands at its initial value. */
export const atFirst = (expression: Expression, cells: ResolvedCells): Expression =>
  rebuild(expression, (part) => {
    if (part.kind !== 'state') return undefined;
    return shape.parameter(part.name, cells[part.name]?.initial ?? 0);
  });
