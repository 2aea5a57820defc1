// What stands around an expression while it is written as code.
import type { AnyField, AnyScope, SignalLevel } from '@allot/spec';
import type { HelperName } from './helpers.js';
import type { Code } from './layout.js';
import type { Piece } from './piece.js';

/** What the code around the expression provides and collects. */
export interface Surroundings {
  /** The code of a helper of this name is needed. */
  readonly helper: (name: HelperName) => string;
  /** The variable that holds the sets of a scope. */
  readonly scope: (scope: AnyScope, withoutItself: boolean) => string;
  /** The keyword of a parameter. */
  readonly parameter: (name: string, value: number) => string;
  /** The variable that holds a field. */
  readonly field: (name: AnyField) => Piece;
  /** The variable that holds a signal. */
  readonly signal: (name: string, per: SignalLevel) => Piece;
  /** The variable that holds a cell of the memory. */
  readonly cell: (name: string) => Piece;
  /** Assigns the code to a variable of about this name, or finds the one that has it; answers its name. */
  readonly assign: (name: string, code: Code) => string;
  /** A value of rows, for their tokens; `name` is about what it is called. */
  readonly spread: (piece: Piece, name: string) => Piece;
}

/** What pieces have a value for. */
export type Level = 'row' | 'token';

export interface Local {
  readonly piece: Piece;
  readonly level: Level;
}

/** What named intermediates are called in the code, by their names in the shape. */
export type Locals = ReadonlyMap<string, Local>;
