// What the names of a shape's function mean while it is lowered.
import type { ReduceScope } from '@allot/spec';
import type { ts } from 'ts-morph';
import type { Lowered } from './lowered.js';

/** Whose fields can be read: the shape's own row, or a member of the scope that a callback runs over. */
export interface RowContext {
  readonly scope?: ReduceScope;
}

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
  | { readonly kind: 'scope'; readonly scope: ReduceScope }
  /** The cells of the run's memory. */
  | { readonly kind: 'memory' }
  | { readonly kind: 'function'; readonly closure: Closure };

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
