// What is used of the Jinja library, with types: those that it publishes do not resolve under Node's rules.
import * as library from '@huggingface/jinja';

/** A node of the syntax tree. */
export interface SyntaxNode {
  readonly type: string;
  readonly value?: unknown;
  /** Of a member expression: what the member is read of. */
  readonly object?: unknown;
}

export interface RuntimeValue {
  readonly type: string;
  readonly value: unknown;
}

export interface Environment {
  set(name: string, value: unknown): RuntimeValue;
}

export interface Interpreter {
  run(program: SyntaxNode): RuntimeValue;
  evaluate(statement: SyntaxNode | undefined, environment: Environment): RuntimeValue;
}

interface Library {
  readonly Environment: new () => Environment;
  readonly Interpreter: new (environment: Environment) => Interpreter;
  readonly tokenize: (
    template: string,
    options: { readonly lstrip_blocks: boolean; readonly trim_blocks: boolean },
  ) => unknown;
  readonly parse: (tokens: unknown) => SyntaxNode;
}

export const { Environment, Interpreter, parse, tokenize } = library as unknown as Library;
