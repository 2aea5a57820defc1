// Which tokens of a response get another advantage than the rest.
import type { Coefficient } from './shape-definition.js';

/** Changes the advantages of some tokens of each response: times `multiply`, then plus `add`. */
export interface CreditStage {
  readonly tokens: TokenScope;
  /** A number, or a shape that is evaluated for each trajectory. Absent: 1. */
  readonly multiply?: Coefficient;
  /** A number, or a shape that is evaluated for each trajectory. Absent: 0. */
  readonly add?: Coefficient;
}

/**
 * Which tokens of a response: `all`; the `first` that carries loss; those of the `thinking`, before the tag that closes
 * the reasoning; those of the `answer`, from that tag on; or those after a marker.
 */
export type TokenScope = 'all' | 'first' | 'thinking' | 'answer' | MarkerScope;

/** The tokens behind the first occurrence of a text, compared token by token; none where it does not occur. */
export interface MarkerScope {
  readonly after: string;
}
