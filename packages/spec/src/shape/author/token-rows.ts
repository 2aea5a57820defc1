// Tokens as a user's shape reads them: members of a response, and rows of the credit of tokens.
import type { AdvantageRow } from './rows.js';
import type { DeviationOptions, OfMember, ShapeScope, StatisticOptions } from './scopes.js';

/** What a token has beside the fields of its response. Only tokens that carry loss are members. */
export interface TokenFields {
  /** Place among those of its response that carry loss, from 0. */
  readonly index: number;
  /** Number of the segment of the response that it stands in, from 0: one begins behind a blank line, or behind `response.segmentBreak`. */
  readonly segmentIndex: number;
  /** Log-probability under the sampler, in nats. */
  readonly logProbability: number;
  /** Whether it stands before the closing reasoning tag. */
  readonly thinking: boolean;
  /** Numbers from outside, one for every token, by the names that the definition gives them. */
  readonly tokenSignals: Readonly<Record<string, number>>;
}

/** A token of a response: what it has itself, what its response has, and the tokens that it belongs together with. */
export type TokenOf<Row> = Omit<Row, 'response'> &
  TokenFields & {
    /** Tokens of the segment that it stands in. */
    readonly segment: ShapeScope<TokenOf<Row>>;
    /** Tokens at the same place in the responses of the group. */
    readonly position: ShapeScope<TokenOf<Row>>;
  };

type Options<Row> = Pick<StatisticOptions<TokenOf<Row>>, 'empty' | 'where'>;

/** Statistics over the tokens of a response. A response is none of its tokens: none is left out, and none has a rank. */
export interface ResponseScope<Row> {
  readonly mean: (of: OfMember<TokenOf<Row>>, options: Options<Row>) => number;
  /** Standard deviation. */
  readonly std: (
    of: OfMember<TokenOf<Row>>,
    options: Options<Row> & Pick<DeviationOptions<Row>, 'ddof'>,
  ) => number;
  readonly min: (of: OfMember<TokenOf<Row>>, options: Options<Row>) => number;
  readonly max: (of: OfMember<TokenOf<Row>>, options: Options<Row>) => number;
  readonly median: (of: OfMember<TokenOf<Row>>, options: Options<Row>) => number;
  /** The quantile at `share`, from 0 to 1, linear between order statistics. */
  readonly quantile: (of: OfMember<TokenOf<Row>>, share: number, options: Options<Row>) => number;
  /** 0 when no token is left. */
  readonly sum: (of: OfMember<TokenOf<Row>>, options?: Pick<Options<Row>, 'where'>) => number;
  /** Number of tokens for which `which` holds; of all without it. */
  readonly count: (which?: (token: TokenOf<Row>) => boolean) => number;
}

/** A response as its tokens' credit sees it: with the advantage of the whole. */
export interface CreditedRow extends Omit<AdvantageRow, 'response'> {
  /** The advantage of the whole response. */
  readonly advantage: number;
}

/** One token as the credit of tokens sees it: with its response's fields, reward and advantage, and with the response. */
export type CreditRow = TokenOf<CreditedRow> & { readonly response: ResponseScope<CreditedRow> };
