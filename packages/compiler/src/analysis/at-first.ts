// A shape as it is in the first step of a run, when the memory holds nothing yet.
import { type Expression, type ResolvedCells, shape, somePart } from '@allot/spec';
import type { ShapeFinding } from './finding.js';
import { rebuild } from './rebuild.js';

/** Every cell stands at its initial value. */
export const atFirst = (expression: Expression, cells: ResolvedCells): Expression =>
  rebuild(expression, (part) => {
    if (part.kind !== 'state') return undefined;
    return shape.parameter(part.name, cells[part.name]?.initial ?? 0);
  });

/** What the first step cannot settle: later ones reach other branches. */
const openCodes: ReadonlySet<string> = new Set([
  'shape/unreachable',
  'shape/cannot-fire',
  'shape/parameter-without-effect',
]);

/** The findings about a shape at first that hold for later steps too. */
export const lasting = (
  expression: Expression,
  findings: readonly ShapeFinding[],
): readonly ShapeFinding[] =>
  somePart(expression, ({ kind }) => kind === 'state')
    ? findings.filter(({ code }) => !openCodes.has(code))
    : findings;
