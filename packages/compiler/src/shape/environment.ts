// What the names of a shape's function mean while it is lowered.
import type { AnyScope, ReduceScope, SignalLevel } from '@allot/spec';
import type { ts } from 'ts-morph';
import { type Extent, isShared, type Lowered } from './lowered.js';

/** Whose fields can be read: the shape's own row or token, or a member of the scope that a callback runs over. */
export type RowContext = OfRow | OfToken;

interface OfRow {
  readonly kind: 'row';
  readonly scope?: ReduceScope;
}

interface OfToken {
  readonly kind: 'token';
  /** The row whose token it is; absent where the members of a callback are tokens of several rows. */
  readonly row?: OfRow;
}

/** The row that a row or a token is or belongs to. */
export const rowOf = (context: RowContext): OfRow | undefined =>
  context.kind === 'row' ? context : context.row;

/** Whether the values of one context with this extent can be read in another. */
export function isVisible(extent: Extent, from: RowContext, here: RowContext): boolean {
  if (from === here) return true;
  if (extent === 'token') return false;
  const [source, row] = [rowOf(from), rowOf(here)];
  if (source && source === row) return true;
  const scope = scopeAround(here);
  return scope ? isShared(extent, scope) : extent === 'constant';
}

/** The scope whose members a callback runs over, if it is in one; tokens at one place belong to rows of a group. */
export const scopeAround = (context: RowContext): ReduceScope | undefined =>
  context.kind === 'token' && !context.row ? 'group' : rowOf(context)?.scope;

export type FunctionNode = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration;

/** A function and the names around it. */
export interface Closure {
  readonly node: FunctionNode;
  readonly environment: Environment;
}

export type Binding =
  /** `scope`: the text of a definition calls both the field and the scope `tier`. */
  | {
      readonly kind: 'value';
      readonly value: Lowered;
      readonly row: RowContext;
      readonly scope?: ReduceScope;
    }
  | { readonly kind: 'row'; readonly row: RowContext }
  | { readonly kind: 'scopes' }
  /** `of`: the row or token that a scope of tokens belongs to. */
  | ScopeBinding
  /** The cells of the run's memory. */
  | { readonly kind: 'memory' }
  /** The signals of a row, or of a token. */
  | SignalsBinding
  | { readonly kind: 'function'; readonly closure: Closure };

export interface SignalsBinding {
  readonly kind: 'signals';
  readonly per: SignalLevel;
  readonly of: RowContext;
}

export interface ScopeBinding {
  readonly kind: 'scope';
  readonly scope: AnyScope;
  readonly of?: RowContext;
}

export interface Environment {
  readonly row: RowContext;
  readonly bindings: ReadonlyMap<string, Binding>;
}

export type Entry = readonly [name: string, binding: Binding];

export const bindAll = ({ row, bindings }: Environment, entries: Iterable<Entry>): Environment => ({
  row,
  bindings: new Map([...bindings, ...entries]),
});

/** The top level of a file, seen from a row. */
export const topLevel = (row: RowContext): Environment => ({ row, bindings: new Map() });
