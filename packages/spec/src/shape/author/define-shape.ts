// A user's own reward, advantage or coefficient: an ordinary function, which the compiler lowers from its source.
import type { AdvantageRow, RewardRow } from './rows.js';
import type { ShapeScopes } from './scopes.js';
import type { CreditRow } from './token-rows.js';

export type ShapeKind = 'reward' | 'advantage' | 'coefficient' | 'credit';

/** What a shape is written as: one number for a row, given the rows around it. */
export type ShapeOf<Row, Scopes = ShapeScopes<Row>> = (row: Row, scopes: Scopes) => number;

/** A named shape. It may be called like the function it was made of; in a definition it stands as `{ shape: name }`. */
export interface DefinedShape<Kind extends ShapeKind, Row, Scopes = ShapeScopes<Row>>
  extends ShapeOf<Row, Scopes> {
  readonly shape: string;
  readonly kind: Kind;
}

export type RewardShape = DefinedShape<'reward', RewardRow>;
export type AdvantageShape = DefinedShape<'advantage', AdvantageRow>;
export type CoefficientShape = DefinedShape<'coefficient', RewardRow>;
export type CreditShape = DefinedShape<'credit', CreditRow, ShapeScopes<AdvantageRow>>;

/**
 * A reward of your own: `defineReward('brief', ({ correct, tokens, lMax }) => (correct ? 1 - tokens / lMax : 0))`.
 * `name` is in kebab-case and written as text. `of` keeps to the shape language: the compiler reads its source, and
 * says which token lies outside.
 */
export const defineReward = (name: string, of: ShapeOf<RewardRow>): RewardShape =>
  defineShape('reward', name, of);

/** As defineReward, for an advantage: its row has `reward` too. */
export const defineAdvantage = (name: string, of: ShapeOf<AdvantageRow>): AdvantageShape =>
  defineShape('advantage', name, of);

/** As defineReward, for a factor that scales another shape. */
export const defineCoefficient = (name: string, of: ShapeOf<RewardRow>): CoefficientShape =>
  defineShape('coefficient', name, of);

/**
 * As defineAdvantage, for the advantages of single tokens: it stands in `credit`, and its row is a token, with all that its
 * response has, `advantage` among it.
 */
export const defineCredit = (name: string, of: ShapeOf<CreditRow, ShapeScopes<AdvantageRow>>): CreditShape =>
  defineShape('credit', name, of);

const defineShape = <Kind extends ShapeKind, Row, Scopes>(
  kind: Kind,
  shape: string,
  of: ShapeOf<Row, Scopes>,
): DefinedShape<Kind, Row, Scopes> =>
  Object.assign((row: Row, scopes: Scopes) => of(row, scopes), { shape, kind });
