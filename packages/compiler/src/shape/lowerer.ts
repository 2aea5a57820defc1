// What the parts of lowering share: expressions inside expressions, names, constants, and telling of mistakes.
import type { Diagnostic, FieldDescription } from '@allot/spec';
import type { ts } from 'ts-morph';
import type { Modules } from '../load/modules.js';
import type { Binding, Closure, Environment } from './environment.js';
import type { Lowered } from './lowered.js';
import type { Names } from './names.js';

/** When a shape is evaluated: before there is a reward, with the rewards, or with the advantages of responses. */
export type ShapeStage = 'reward' | 'advantage' | 'credit';

/** Whether a field is known by then. */
export const isKnownAt = (stage: ShapeStage, { only }: FieldDescription): boolean =>
  only === undefined || only === stage || (only === 'advantage' && stage === 'credit');

/** A constant's value, or what is wrong with it. */
export type Constant =
  | { readonly value: number; readonly type: Lowered['type'] }
  | { readonly problem: Diagnostic };

export interface Lowerer {
  readonly modules: Modules;
  readonly names: Names;
  /** What is known when the shape is evaluated: a reward reads no reward. */
  readonly stage: ShapeStage;
  /** What is being lowered, with its article: `a reward`. */
  readonly what: string;
  expression(node: ts.Expression, environment: Environment): Lowered;
  /** The body of a function with its parameters standing for the arguments. */
  inline(closure: Closure, parameters: readonly Binding[], call: ts.Node, environment: Environment): Lowered;
  /** The value of an expression at the top level of a file. */
  constant(initializer: ts.Expression): Constant;
  /** Reports a mistake at a node. */
  tell(node: ts.Node, problem: Diagnostic): void;
}
