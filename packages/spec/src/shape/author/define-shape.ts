// A user's own reward, advantage or coefficient: an ordinary function, which the compiler lowers from its source.
import type { AdvantageRow, RewardRow } from './rows.js';
import type { ShapeScopes } from './scopes.js';

export type ShapeKind = 'reward' | 'advantage' | 'coefficient';

/** What a shape is written as: one number for a row, given the rows around it. */
export type ShapeOf<Row> = (row: Row, scopes: ShapeScopes<Row>) => number;

/** A named shape. It may be called like the function it was made of; in a definition it stands as `{ shape: name }`. */
export interface DefinedShape<Kind extends ShapeKind, Row> extends ShapeOf<Row> {
  readonly shape: string;
  readonly kind: Kind;
}

export type RewardShape = DefinedShape<'reward', RewardRow>;
export type AdvantageShape = DefinedShape<'advantage', AdvantageRow>;
export type CoefficientShape = DefinedShape<'coefficient', RewardRow>;

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

const defineShape = <Kind extends ShapeKind, Row>(
  kind: Kind,
  shape: string,
  of: ShapeOf<Row>,
): DefinedShape<Kind, Row> =>
  Object.assign((row: Row, scopes: ShapeScopes<Row>) => of(row, scopes), { shape, kind });
