// The shape language's IR: a reward, an advantage or a coefficient as plain data.

/** What a shape may read of a trajectory. Booleans are 0 or 1; lengths are in tokens. */
export const shapeFields = [
  'tokens',
  'thinkingTokens',
  'answerTokens',
  'correct',
  'formatted',
  'truncated',
  'budget',
  'tier',
  'lMax',
  'step',
  'progress',
  'reward',
] as const;
export type ShapeField = (typeof shapeFields)[number];

export const shapeFunctions = [
  'abs',
  'cos',
  'sin',
  'exp',
  'log',
  'sqrt',
  'pow',
  'min',
  'max',
  'floor',
  'ceil',
  'round',
  'sign',
  'tanh',
] as const;
export type ShapeFunction = (typeof shapeFunctions)[number];

export type BinaryOperator = '+' | '-' | '*' | '/' | '<' | '<=' | '>' | '>=' | '==' | '!=' | '&&' | '||';
export type Reducer = 'mean' | 'std' | 'min' | 'max' | 'sum' | 'count';
export type ReduceScope = 'group' | 'tier' | 'batch';

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'field'; readonly name: ShapeField }
  /** A named constant of the template; printed by name, evaluated by value. */
  | { readonly kind: 'parameter'; readonly name: string; readonly value: number }
  | { readonly kind: 'unary'; readonly operator: '-' | '!'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'call'; readonly function: ShapeFunction; readonly arguments: readonly Expression[] }
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly consequent: Expression;
      readonly alternative: Expression;
    }
  /**
   * A statistic of `of` over the rows of the scope for which `where` holds; `empty` when there is none.
   * `tier` means the rows of one tier inside the group. `std` divides by n - ddof; a single row gives `empty`
   * when ddof is 1.
   */
  | {
      readonly kind: 'reduce';
      readonly reducer: Reducer;
      readonly scope: ReduceScope;
      readonly of: Expression;
      readonly where?: Expression;
      readonly empty: number;
      readonly ddof: 0 | 1;
    };

/** A reward or advantage of a plan: its expression and where it came from. */
export interface ResolvedShape {
  readonly template: string;
  readonly parameters: Readonly<Record<string, number | boolean>>;
  readonly expression: Expression;
}
