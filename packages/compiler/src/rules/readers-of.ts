// Everything of a definition that is an expression, with its place.
import type { Expression } from '@allot/spec';
import type { BuiltShapes } from '../facts/facts.js';
import type { Path } from '../path.js';

export interface Reader {
  readonly at: Path;
  readonly expressions: readonly Expression[];
}

/** Shapes, stages of the credit, the cut, and what cells observe, as far as they are sound. */
export function readersOf({ reward, advantage, credit = [], cut, cells }: BuiltShapes): readonly Reader[] {
  const shapes = Object.entries({ reward, advantage }).flatMap(([name, shape]) =>
    shape ? [{ at: [name], expressions: [shape.expression] }] : [],
  );
  const observed = Object.entries(cells).map(([name, { observe, when }]) => ({
    at: ['state', name],
    expressions: [observe, when],
  }));
  const credited = credit.map(({ multiply, add }, index) => ({
    at: ['credit', index],
    expressions: [multiply, add].filter((value) => value !== undefined),
  }));
  const limits = cut ? [{ at: ['cut'], expressions: [cut.to, cut.when] }] : [];
  return [...shapes, ...credited, ...limits, ...observed];
}
