// Signals as a definition has them: numbers that a program of the user's gives to responses or to their tokens.
import type { SignalLevel } from './shape/expression.js';

/**
 * A number from outside for every response, or for every token of one that carries loss: a judge's score, a mask of what was
 * needed. Shapes read it as `signals.NAME` or `tokenSignals.NAME`.
 *
 * The program reads one JSON object a line: `{"id", "problem", "answer", "correct", "response", "tokens"}`, `tokens` being the
 * texts of the tokens that carry loss. For each it writes `{"id", "value"}`, in any order, the value being a number or a list with
 * one for each of the tokens; or `{"id", "error"}`. It is kept running, and runs only where commands are allowed.
 */
export interface SignalDefinition {
  readonly per: SignalLevel;
  /** Program and arguments; no shell reads them. It runs in the folder of the definition. @minItems 1 */
  readonly command: readonly string[];
  /** Least and greatest value, included; others stop the run. Absent: any number. */
  readonly range?: readonly [number, number];
  /** Longest silence while answers are awaited, in seconds; then the program is started anew, once a step. @default 300 @exclusiveMinimum 0 */
  readonly timeout?: number;
}
