// The shape language's IR: a reward, an advantage or a coefficient as plain data.
import type { AnyField } from './fields.js';
import type { BinaryOperator, ShapeFunction, UnaryOperator } from './operations.js';

/**
 * A statistic over a scope. `quantile` interpolates linearly between order statistics; `median` is the quantile 0.5.
 * `rank` is the number of members below the row's own value; members equal to it, itself aside, count
 * by `ties`: none (`min`), half (`mean`), all (`max`).
 */
export const reducers = ['mean', 'std', 'min', 'max', 'median', 'quantile', 'sum', 'count', 'rank'] as const;
export type Reducer = (typeof reducers)[number];

/** `group`: the rollouts of one problem in one step. `tier`: those of one tier inside the group. `batch`: those of the step. */
export const reduceScopes = ['group', 'tier', 'batch'] as const;
export type ReduceScope = (typeof reduceScopes)[number];

/**
 * Sets of tokens. `response`: those of the row's response. `segment`: those of one segment of it. `position`: those at one
 * place in the responses of the group. The last two belong to a token: they stand where tokens are looked at.
 */
export const tokenScopes = ['response', 'segment', 'position'] as const;
export type TokenScopeName = (typeof tokenScopes)[number];

export type AnyScope = ReduceScope | TokenScopeName;

export const isTokenScope = (scope: string): scope is TokenScopeName =>
  (tokenScopes as readonly string[]).includes(scope);

/** What a signal has a value for. */
export type SignalLevel = 'response' | 'token';

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'field'; readonly name: AnyField }
  /** A named constant; printed by name, evaluated by value. */
  | { readonly kind: 'parameter'; readonly name: string; readonly value: number }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
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
  /** A named intermediate: `body` reads it as `local` of the same name. Names inside one another differ. */
  | { readonly kind: 'let'; readonly name: string; readonly value: Expression; readonly body: Expression }
  | { readonly kind: 'local'; readonly name: string }
  /** A cell of the run's memory, as it was before the step. */
  | { readonly kind: 'state'; readonly name: string }
  /** A number from outside: of a response, or of each of its tokens. */
  | { readonly kind: 'signal'; readonly name: string; readonly per: SignalLevel }
  | Reduction;

/**
 * A statistic of `of` over the members of the scope for which `where` holds; every member of the scope gets it, and of a
 * response its row. Members are rows, or tokens, which have the fields of their row too.
 */
export interface Reduction {
  readonly kind: 'reduce';
  readonly reducer: Reducer;
  readonly scope: AnyScope;
  readonly of: Expression;
  readonly where?: Expression;
  /** Value when no row is left; for `std`, also when there are no more than `ddof`. `count` and `sum` give 0. */
  readonly empty: number;
  /** `std` divides by n - ddof. */
  readonly ddof: 0 | 1;
  /** For `quantile`: which, from 0 to 1. */
  readonly quantile?: number;
  /** For `rank`. Absent: `min`. */
  readonly ties?: 'min' | 'mean' | 'max';
  /** Whether the row itself is left out of its own statistic. Absent: false. */
  readonly leaveOneOut?: boolean;
}

/** A reward or advantage of a plan: its expression and where it came from. */
export interface ResolvedShape {
  /** Name of the template or function, `expression`, or the kind of combination. */
  readonly name: string;
  /** Parameters of a template that is used alone. */
  readonly parameters: Readonly<Record<string, number | boolean>>;
  readonly expression: Expression;
  /** Named parts that the expression is the sum of; none where it is not a sum. */
  readonly components: Readonly<Record<string, Expression>>;
}
