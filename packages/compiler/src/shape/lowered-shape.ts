// A shape that a definition writes as a function, after lowering.
import type { Expression, ShapeKind, Span } from '@allot/spec';

export interface LoweredShape {
  readonly kind: ShapeKind;
  /** Absent where the function has mistakes; they are told already. */
  readonly expression?: Expression;
  /** Of its name, where it is defined. */
  readonly span: Span;
}
